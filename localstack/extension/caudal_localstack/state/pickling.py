"""Objects of LocalStack and moto as bytes.

`localstack.state.pickle` would do it with dill, whose pickler is written in Python; this one is the interpreter's own,
in C and many times as fast, with a reducer for each kind of object that cannot be pickled as it is.
"""

import functools
import importlib
import io
import pickle
import queue
import sys
import threading
import types
import weakref
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import dill

Reducer = Callable[[Any], tuple]

_ATTEMPTS = 4
_ONE_AT_A_TIME = threading.Lock()
_NO_SWITCH_SECONDS = 10.0

_by_type: dict[type, Reducer] = {}
_by_ancestor: dict[type, Reducer] = {}
_by_abstract_type: dict[type, Reducer] = {}


def reducer[Kind](kind: type[Kind]) -> Callable[[Callable[[Kind], tuple]], Callable[[Kind], tuple]]:
    """Registers how objects of a type, and of no subclass, are taken apart: as `object.__reduce__` does.

    The function that puts them together again must be importable by its name.
    """

    def register(function: Callable[[Kind], tuple]) -> Callable[[Kind], tuple]:
        _by_type[kind] = function
        return function

    return register


def by_ancestor(base: type, function: Reducer) -> None:
    """Registers how objects of a type and of all its subclasses are taken apart."""
    _by_ancestor[base] = function
    _by_base.cache_clear()


def by_abstract_type(base: type, function: Reducer) -> None:
    """Registers how objects of the types are taken apart that are registered as subclasses of an abstract one."""
    _by_abstract_type[base] = function
    _by_base.cache_clear()


def dumps(value: object) -> bytes:
    """Bytes of a value that other threads may be changing.

    A dictionary that grows while it is read is read again; the last attempt lets no other thread run until it is done.

    @raises pickle.PicklingError | TypeError | AttributeError when it holds what has no bytes, an open socket say
    """
    with _ONE_AT_A_TIME:
        for _ in range(_ATTEMPTS - 1):
            try:
                return _dump(value)
            except RuntimeError:
                continue
        interval = sys.getswitchinterval()
        sys.setswitchinterval(_NO_SWITCH_SECONDS)
        try:
            return _dump(value)
        finally:
            sys.setswitchinterval(interval)


def loads(payload: bytes) -> Any:
    """The value that `dumps` was given.

    @raises Exception of any type when the bytes are not those of `dumps`, or of a version with other classes
    """
    return pickle.loads(payload)


def _dump(value: object) -> bytes:
    file = io.BytesIO()
    _Pickler(file, protocol=pickle.HIGHEST_PROTOCOL).dump(value)
    return file.getvalue()


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        kind = type(value)
        if found := _by_type.get(kind):
            return found(value)
        if found := _by_base(kind):
            return found(value)
        if kind is types.FunctionType and not _is_importable(value):
            return dill.loads, (dill.dumps(value),)
        return NotImplemented


@functools.cache
def _by_base(kind: type) -> Reducer | None:
    if found := next((_by_ancestor[base] for base in kind.__mro__ if base in _by_ancestor), None):
        return found
    return next((function for base, function in _by_abstract_type.items() if issubclass(kind, base)), None)


def _is_importable(function: types.FunctionType) -> bool:
    found: object = sys.modules.get(function.__module__)
    for name in function.__qualname__.split("."):
        found = getattr(found, name, None)
    return found is function


@reducer(type(threading.Lock()))
def _lock(_: object) -> tuple:
    return threading.Lock, ()


@reducer(type(threading.RLock()))
def _reentrant_lock(_: object) -> tuple:
    return threading.RLock, ()


def _new_event(is_set: bool) -> threading.Event:
    event = threading.Event()
    if is_set:
        event.set()
    return event


@reducer(threading.Event)
def _event(event: threading.Event) -> tuple:
    return _new_event, (event.is_set(),)


def _new_condition(lock: Any) -> threading.Condition:
    return threading.Condition(lock)


@reducer(threading.Condition)
def _condition(condition: threading.Condition) -> tuple:
    return _new_condition, (condition._lock,)


@reducer(threading.local)
def _thread_local(_: object) -> tuple:
    return threading.local, ()


@reducer(weakref.ref)
def _weak_reference(reference: weakref.ref) -> tuple:
    return _refer, (reference(),)


def _refer(target: object) -> Any:
    return weakref.ref(target) if target is not None else None


@reducer(types.ModuleType)
def _module(module: types.ModuleType) -> tuple:
    return importlib.import_module, (module.__name__,)


@reducer(queue.SimpleQueue)
def _simple_queue(_: object) -> tuple:
    return queue.SimpleQueue, ()


def _new_dict(kind: type[dict]) -> dict:
    return kind.__new__(kind)


def _fill_dict(target: dict, state: tuple[dict, dict, Any]) -> None:
    """Past `__setitem__` of the class, which may need attributes that are not there yet."""
    attributes, items, factory = state
    if isinstance(target, defaultdict):
        target.default_factory = factory
    vars(target).update(attributes)
    dict.update(target, items)


def _dict(value: dict) -> Any:
    """Subclasses of dictionaries: Python would call their constructor without what it wants to know."""
    kind = type(value)
    if kind.__module__ in ("builtins", "collections") or not hasattr(value, "__dict__"):
        return NotImplemented
    factory = value.default_factory if isinstance(value, defaultdict) else None
    return _new_dict, (kind,), (vars(value), dict(value), factory), None, None, _fill_dict


by_ancestor(dict, _dict)


def _nothing(_: object) -> tuple:
    return type(None), ()


# A thread ends with its process.
by_ancestor(threading.Thread, _nothing)
