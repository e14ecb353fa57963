"""Tests of the bytes that LocalStack's objects are turned into."""

import queue
import threading
from collections import OrderedDict, defaultdict

import pytest

from caudal_localstack.state import pickling

pytestmark = pytest.mark.filterwarnings("ignore:co_lnotab")


def round_trip[Value](value: Value) -> Value:
    """What comes back of a value."""
    return pickling.loads(pickling.dumps(value))


class Worker:
    """Holds what providers hold beside their data."""

    def __init__(self) -> None:
        self.name = "worker"
        self.lock = threading.Lock()
        self.again = threading.RLock()
        self.done = threading.Event()
        self.changed = threading.Condition(self.again)
        self.thread = threading.current_thread()
        self.waiting = queue.PriorityQueue()
        self.by_key = defaultdict(lambda: {"keys": {}})


class Named(dict):
    """A dictionary that cannot be made without a name, and that asks for it when something is put in."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def __setitem__(self, key: str, value: object) -> None:
        super().__setitem__(f"{self.name}.{key}", value)


class Defaults(defaultdict):
    """The same with a default."""

    def __init__(self, name: str) -> None:
        super().__init__(list)
        self.name = name


def test_locks_threads_and_queues_are_made_anew() -> None:
    worker = Worker()
    worker.done.set()
    worker.waiting.put((2, "later"))
    worker.waiting.put((1, "first"))
    with worker.lock, worker.again:
        back = round_trip(worker)
    assert back.name == "worker"
    assert back.lock.acquire(blocking=False)
    assert back.again.acquire(blocking=False)
    with back.changed:
        back.changed.notify_all()
    assert back.done.is_set()
    assert back.thread is None
    assert back.waiting.get_nowait() == (1, "first")


def test_functions_without_a_name_come_back() -> None:
    assert round_trip(Worker()).by_key["bucket"] == {"keys": {}}


def test_dictionaries_of_other_classes_come_back_as_they_are() -> None:
    named = Named("n")
    named["key"] = 1
    back = round_trip(named)
    assert (type(back), back.name, dict(back)) == (Named, "n", {"n.key": 1})
    defaults = Defaults("d")
    defaults["a"].append(1)
    back = round_trip(defaults)
    back["b"].append(2)
    assert (back.name, dict(back)) == ("d", {"a": [1], "b": [2]})
    assert round_trip(OrderedDict(a=1)) == OrderedDict(a=1)


def test_what_is_shared_stays_shared() -> None:
    lock = threading.Lock()
    one, other = round_trip((lock, lock))
    assert one is other


def test_a_value_that_others_change_is_read_whole() -> None:
    items: dict[int, Worker] = {}
    ends = threading.Event()

    def change() -> None:
        number = 0
        while not ends.is_set():
            items[number] = Worker()
            items.pop(number - 50, None)
            number += 1

    other = threading.Thread(target=change)
    other.start()
    try:
        for _ in range(30):
            back = round_trip(items)
            assert all(worker.name == "worker" for worker in back.values())
    finally:
        ends.set()
        other.join()


def test_what_has_no_bytes_is_an_error() -> None:
    with pytest.raises(TypeError):
        pickling.dumps({"file": (number for number in range(3))})
