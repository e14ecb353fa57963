"""The data types of Keyspaces. https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.elements.html"""

import re

from caudal_localstack.keyspaces import errors

_NATIVE = frozenset(
    {"ascii", "bigint", "blob", "boolean", "counter", "date", "decimal", "double", "float", "inet", "int"}
    | {"smallint", "text", "time", "timestamp", "timeuuid", "tinyint", "uuid", "varint"}
)
_ALIASES = {"varchar": "text"}
_ARITY = {"frozen": 1, "list": 1, "map": 2, "set": 1}
_TOKEN = re.compile(r"\s*([A-Za-z]+|[<>,])")
_MAX_DEPTH = 8


def canonical(text: str) -> str:
    """The type as Cassandra writes it: lower case, one blank after a comma, `varchar` as `text`.

    @raises ValidationException: for anything that is no type of Keyspaces
    """
    tokens = _tokens(text)
    kind, rest = _parse(tokens, text, _MAX_DEPTH)
    if rest:
        raise _invalid(text)
    return kind


def _tokens(text: str) -> list[str]:
    tokens, position = [], 0
    stripped = text.rstrip()
    while position < len(stripped):
        found = _TOKEN.match(stripped, position)
        if not found:
            raise _invalid(text)
        tokens.append(found[1].lower())
        position = found.end()
    return tokens


def _parse(tokens: list[str], text: str, depth: int) -> tuple[str, list[str]]:
    if not tokens or depth == 0:
        raise _invalid(text)
    name, *rest = tokens
    name = _ALIASES.get(name, name)
    if name in _NATIVE:
        return name, rest
    if (name not in _ARITY and name != "tuple") or rest[:1] != ["<"]:
        raise _invalid(text)
    arguments, rest = _arguments(rest[1:], text, depth - 1)
    if name in _ARITY and len(arguments) != _ARITY[name]:
        raise _invalid(text)
    return f"{name}<{', '.join(arguments)}>", rest


def _arguments(tokens: list[str], text: str, depth: int) -> tuple[list[str], list[str]]:
    arguments = []
    while True:
        argument, tokens = _parse(tokens, text, depth)
        arguments.append(argument)
        separator, tokens = tokens[:1], tokens[1:]
        if separator == [">"]:
            return arguments, tokens
        if separator != [","]:
            raise _invalid(text)


def _invalid(text: str) -> Exception:
    return errors.validation(
        f'type must be a CQL type of Keyspaces, such as text or map<text, int> (received "{text}")'
    )
