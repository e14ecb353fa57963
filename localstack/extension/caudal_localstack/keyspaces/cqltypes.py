"""The data types of Keyspaces, user-defined types among them.

https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.elements.html
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from caudal_localstack.keyspaces import errors, identifiers

_NATIVE = frozenset(
    {"ascii", "bigint", "blob", "boolean", "counter", "date", "decimal", "double", "float", "inet", "int"}
    | {"smallint", "text", "time", "timestamp", "timeuuid", "tinyint", "uuid", "varint"}
)
_ALIASES = {"varchar": "text"}
_COLLECTIONS = {"list": 1, "map": 2, "set": 1}
_UNKNOWN_TO_KEYSPACES = frozenset({"duration", "vector"})
_TOKEN = re.compile(r'\s*("(?:[^"]|"")+"|[A-Za-z_][A-Za-z0-9_]*|[<>,])')

MAX_NESTING = 8
"""Levels of collections, tuples and user-defined types within each other.

https://docs.aws.amazon.com/keyspaces/latest/devguide/functional-differences.html#functional-differences.frozen-collections
"""


@dataclass(frozen=True)
class CqlType:
    """A type and what is between its angle brackets. `name` of a user-defined type is the formatted one."""

    name: str
    arguments: tuple["CqlType", ...] = ()
    is_user: bool = False

    def user_types(self) -> Iterator[str]:
        """Names of the user-defined types in it, however deep."""
        if self.is_user:
            yield self.name
        for argument in self.arguments:
            yield from argument.user_types()

    def nesting(self) -> int:
        """Levels of collections, tuples and user-defined types; 0 for a native type."""
        own = 0 if self.name in _NATIVE or self.name == "frozen" else 1
        return own + max((argument.nesting() for argument in self.arguments), default=0)


def canonical(text: str, user_types: Container[str] | None = None) -> str:
    """The type as Cassandra writes it, so that two ways of writing one type are equal.

    Lower case, one blank after a comma, `varchar` as `text`, and `frozen` around all that is within something frozen.

    :param user_types: names of the keyspace's user-defined types; none where any name may be one
    :raises ValidationException: for anything that is no type of Keyspaces
    """
    return _written(parse(text, user_types), text)


def parse(text: str, user_types: Container[str] | None = None) -> CqlType:
    """The type that a text names. @raises ValidationException"""
    kind, rest = _parse(_tokens(text), text, user_types)
    if rest or kind.nesting() > MAX_NESTING:
        raise _invalid(text)
    return kind


def _tokens(text: str) -> list[str]:
    tokens, position = [], 0
    stripped = text.rstrip()
    while position < len(stripped):
        found = _TOKEN.match(stripped, position)
        if not found:
            raise _invalid(text)
        tokens.append(found[1])
        position = found.end()
    return tokens


def _parse(tokens: list[str], text: str, user_types: Container[str] | None) -> tuple[CqlType, list[str]]:
    if not tokens or tokens[0] in "<>,":
        raise _invalid(text)
    token, *rest = tokens
    name = _ALIASES.get(token.lower(), token.lower())
    if name in _NATIVE:
        return CqlType(name), rest
    if rest[:1] == ["<"]:
        arguments, rest = _arguments(rest[1:], text, user_types)
        if name != "tuple" and {**_COLLECTIONS, "frozen": 1}.get(name) != len(arguments):
            raise _invalid(text)
        return CqlType(name, tuple(arguments)), rest
    user_type = identifiers.formatted(token)
    if name in _UNKNOWN_TO_KEYSPACES or (user_types is not None and user_type not in user_types):
        raise _invalid(text)
    return CqlType(user_type, is_user=True), rest


def _arguments(tokens: list[str], text: str, user_types: Container[str] | None) -> tuple[list[CqlType], list[str]]:
    arguments = []
    while True:
        argument, tokens = _parse(tokens, text, user_types)
        arguments.append(argument)
        separator, tokens = tokens[:1], tokens[1:]
        if separator == [">"]:
            return arguments, tokens
        if separator != [","]:
            raise _invalid(text)


def _written(kind: CqlType, text: str, frozen: bool = False, nested: bool = False) -> str:
    if kind.name in _NATIVE:
        return kind.name
    if kind.name == "frozen":
        if kind.arguments[0].nesting() == 0:
            raise errors.validation(
                f'frozen is for collections, tuples and user-defined types (received type "{text}")'
            )
        return _written(kind.arguments[0], text, frozen=True, nested=nested)
    is_frozen = frozen or kind.name == "tuple"
    if nested and not is_frozen:
        raise errors.validation(f'a type within a collection must be frozen (received type "{text}")')
    if kind.is_user:
        inner = identifiers.cql(kind.name)
    else:
        inner = f"{kind.name}<{', '.join(_written(each, text, is_frozen, nested=True) for each in kind.arguments)}>"
    return f"frozen<{inner}>" if is_frozen else inner


def _invalid(text: str) -> Exception:
    return errors.validation(
        "type must be a CQL type of Keyspaces, such as text, map<text, int> or frozen<a type of the keyspace>, "
        f'nested at most {MAX_NESTING} levels (received "{text}")'
    )
