"""Tags of keyspaces and tables. https://docs.aws.amazon.com/keyspaces/latest/devguide/tagging-keyspaces.html"""

from collections.abc import Iterable, Mapping

from caudal_localstack.keyspaces import errors

_MAX_TAGS = 50
_MAX_KEY = 128
_MAX_VALUE = 256


def from_api(tags: Iterable[Mapping] | None) -> dict[str, str]:
    """The tags of a request. @raises ValidationException"""
    return {_key(tag.get("key")): _value(tag.get("value")) for tag in tags or []}


def to_api(tags: Mapping[str, str], keys: Iterable[str]) -> list[dict[str, str]]:
    """The tags of those keys, as the API writes them."""
    return [{"key": key, "value": tags[key]} for key in keys]


def merge(tags: Mapping[str, str], added: Mapping[str, str]) -> dict[str, str]:
    """Both; what is added wins. @raises ValidationException: for more than 50"""
    merged = {**tags, **added}
    if len(merged) > _MAX_TAGS:
        raise errors.validation(f"a resource has at most {_MAX_TAGS} tags (received {len(merged)})")
    return merged


def _key(key: object) -> str:
    if not isinstance(key, str) or not 1 <= len(key) <= _MAX_KEY or key.lower().startswith("aws:"):
        raise errors.validation(f'a tag key has 1 to {_MAX_KEY} characters and no prefix "aws:" (received "{key}")')
    return key


def _value(value: object) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= _MAX_VALUE:
        raise errors.validation(f'a tag value has 1 to {_MAX_VALUE} characters (received "{value}")')
    return value
