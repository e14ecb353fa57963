"""User-defined types: names, fields, and what uses what.

https://docs.aws.amazon.com/keyspaces/latest/devguide/udts.html
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from caudal_localstack.keyspaces import cqltypes, errors, identifiers

_BARE_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9_]{0,47}")
_FIELD = re.compile(r"[a-zA-Z0-9_]{1,128}")


@dataclass(frozen=True)
class UserType:
    """A type of a keyspace; the fields are name and type, as Cassandra writes it."""

    name: str
    fields: tuple[tuple[str, str], ...]

    def uses(self, name: str) -> bool:
        """Whether a field has the type of that name."""
        return any(name in set(cqltypes.parse(kind).user_types()) for _, kind in self.fields)

    def to_api(self) -> list[dict[str, str]]:
        """As `fieldDefinitions`."""
        return [{"name": name, "type": kind} for name, kind in self.fields]


def name_from_api(written: str) -> str:
    """The formatted name of a type to be made.

    A name without quotes begins with a letter, has letters, digits and underscores, and is turned to lower case.
    https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_CreateType.html

    :raises ValidationException: for any other name
    """
    if not identifiers.is_quoted(written) and not _BARE_NAME.fullmatch(written):
        raise errors.validation(
            "typeName must begin with a letter and have letters, digits and underscores alone, or stand in double "
            f'quotes (received "{written}")'
        )
    return identifiers.formatted(written)


def find(written: str, known: Mapping[str, UserType]) -> UserType | None:
    """The type that a request names: as it is formatted, or as it would be written in CQL."""
    return known.get(written) or known.get(identifiers.formatted(written))


def fields_from_api(definitions: Sequence[Mapping], known: Mapping[str, UserType]) -> tuple[tuple[str, str], ...]:
    """The fields of a request. @raises ValidationException"""
    fields = tuple((_field_name(each["name"]), _field_type(each["type"], known)) for each in definitions)
    names = [name for name, _ in fields]
    for name in names:
        if names.count(name) > 1:
            raise errors.validation(f'fieldDefinitions must name each field once (received "{name}" twice)')
    return fields


def nesting(fields: Iterable[tuple[str, str]], known: Mapping[str, UserType]) -> int:
    """Levels of user-defined types: 1 for a type whose fields have none."""
    inner = {name for _, kind in fields for name in cqltypes.parse(kind).user_types()}
    return 1 + max((nesting(known[name].fields, known) for name in inner if name in known), default=0)


def _field_name(name: str) -> str:
    if not _FIELD.fullmatch(name):
        raise errors.validation(f'fieldDefinitions.name must match {_FIELD.pattern} (received "{name}")')
    return name


def _field_type(text: str, known: Mapping[str, UserType]) -> str:
    kind = cqltypes.canonical(text, known)
    parsed = cqltypes.parse(kind)
    if parsed.is_user:
        raise errors.validation(f'a type within a type must be frozen (received field type "{text}")')
    if parsed.name == "counter":
        raise errors.validation(f'a field of a type must not be a counter (received field type "{text}")')
    return kind
