"""What the API's model demands of a request, and the words in which AWS's services say that it is not so."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from botocore.model import ListShape, Shape, StringShape, StructureShape
from localstack.aws.spec import load_service

from caudal_localstack.keyspaces import errors


def check(operation: str, request: Mapping) -> None:
    """@raises ValidationException: listing every member that breaks a constraint of the model"""
    found = list(_violations(_input_shape(operation), request, ""))
    if found:
        noun = "error" if len(found) == 1 else "errors"
        raise errors.validation(f"{len(found)} validation {noun} detected: {'; '.join(found)}")


@cache
def _input_shape(operation: str) -> Shape:
    return load_service("keyspaces").operation_model(operation).input_shape


def _violations(shape: Shape, value: object, path: str) -> Iterator[str]:
    if isinstance(shape, StructureShape) and isinstance(value, Mapping):
        for name, member in shape.members.items():
            inner = f"{path}.{name}" if path else name
            if value.get(name) is not None:
                yield from _violations(member, value[name], inner)
            elif name in shape.required_members:
                yield f"Value null at '{inner}' failed to satisfy constraint: Member must not be null"
        return
    for constraint in _broken(shape, value):
        yield f"Value '{value}' at '{path}' failed to satisfy constraint: {constraint}"
    if isinstance(shape, ListShape) and isinstance(value, Sequence):
        for index, item in enumerate(value, start=1):
            yield from _violations(shape.member, item, f"{path}.{index}.member")


def _broken(shape: Shape, value: object) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    noun, size = ("value", value) if isinstance(value, int) else ("length", _length(value))
    if isinstance(size, int):
        if least is not None and size < least:
            yield f"Member must have {noun} greater than or equal to {least}"
        if most is not None and size > most:
            yield f"Member must have {noun} less than or equal to {most}"
    if isinstance(shape, StringShape):
        if shape.enum and value not in shape.enum:
            yield f"Member must satisfy enum value set: [{', '.join(shape.enum)}]"
        pattern = shape.metadata.get("pattern")
        if pattern and not re.fullmatch(pattern, str(value)):
            yield f"Member must satisfy regular expression pattern: {pattern}"


def _length(value: object) -> int | None:
    return len(value) if isinstance(value, str | Sequence) else None
