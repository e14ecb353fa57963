"""Properties of resources: tags, numbers that templates write as text, names that nobody gave."""

import re
import secrets
from collections.abc import Mapping, Sequence

from localstack.services.cloudformation.resource_provider import OperationStatus, ProgressEvent, ResourceRequest

_MAX_NAME = 48

ADOPTED = "caudal_adopted"
"""Key in the context of an event that tells that a resource was not made."""

HALF_MADE = "caudal_half_made"
"""Key in the context of an event that failed, and left something behind."""


def succeeded(model: Mapping) -> ProgressEvent:
    """The resource is as its model says."""
    return ProgressEvent(status=OperationStatus.SUCCESS, resource_model=dict(model))


def adopted(model: Mapping) -> ProgressEvent:
    """It was there already and is as its model says now. A roll-back leaves it where it is."""
    return ProgressEvent(status=OperationStatus.SUCCESS, resource_model=dict(model), custom_context={ADOPTED: True})


def failed(model: Mapping, message: str) -> ProgressEvent:
    """It could not be done; the message says what to do."""
    return ProgressEvent(
        status=OperationStatus.FAILED, resource_model=dict(model), message=message, error_code="InvalidRequest"
    )


def half_made(model: Mapping, message: str) -> ProgressEvent:
    """It could not be done wholly. A roll-back deletes what there is of a resource that was to be made."""
    event = failed(model, message)
    event.custom_context = {HALF_MADE: True}
    return event


def generated_name(request: ResourceRequest) -> str:
    """A name for a resource whose template gives none: stack, logical id, eight random characters."""
    words = re.sub(r"\W+", "_", f"{request.stack_name}_{request.logical_resource_id}").strip("_").lower()
    return f"{words[: _MAX_NAME - 9]}_{secrets.token_hex(4)}"


def boolean(value: object) -> bool:
    """A boolean, or what a template writes for it."""
    return str(value).lower() == "true"


def tags_to_api(tags: Sequence[Mapping] | None) -> list[dict[str, str]]:
    """As the Keyspaces API writes them."""
    return [{"key": tag["Key"], "value": tag["Value"]} for tag in tags or []]


def sync_tags(keyspaces, arn: str, wanted: Sequence[Mapping] | None) -> None:
    """Makes the tags of a resource those of the template."""
    new = tags_to_api(wanted)
    keys = {tag["key"] for tag in new}
    old = keyspaces.list_tags_for_resource(resourceArn=arn).get("tags", [])
    if gone := [tag for tag in old if tag["key"] not in keys]:
        keyspaces.untag_resource(resourceArn=arn, tags=gone)
    if new:
        keyspaces.tag_resource(resourceArn=arn, tags=new)
