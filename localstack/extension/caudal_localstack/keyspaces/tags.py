"""Tags of keyspaces and tables. https://docs.aws.amazon.com/keyspaces/latest/devguide/tagging-keyspaces.html"""

from collections.abc import Iterable, Mapping

from caudal_localstack.keyspaces import errors

_MAX_TAGS = 50


def from_api(tags: Iterable[Mapping] | None) -> dict[str, str]:
    """The tags of a request, which has passed the model's constraints. @raises ValidationException"""
    found = {tag["key"]: tag["value"] for tag in tags or []}
    for key in found:
        if key.lower().startswith("aws:"):
            raise errors.validation(f'a tag key must not begin with "aws:" (received "{key}")')
    return found


def to_api(tags: Mapping[str, str], keys: Iterable[str]) -> list[dict[str, str]]:
    """The tags of those keys, as the API writes them."""
    return [{"key": key, "value": tags[key]} for key in keys]


def merge(tags: Mapping[str, str], added: Mapping[str, str]) -> dict[str, str]:
    """Both; what is added wins. @raises ValidationException: for more than 50"""
    merged = {**tags, **added}
    if len(merged) > _MAX_TAGS:
        raise errors.validation(f"a resource has at most {_MAX_TAGS} tags (received {len(merged)})")
    return merged
