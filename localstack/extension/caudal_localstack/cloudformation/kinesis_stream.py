"""`AWS::Kinesis::Stream` with all of its properties, on streams that outlive LocalStack's memory of them.

LocalStack's own provider makes a stream by name and shard count alone, ON_DEMAND unless the template has a mode, and
changes none.
"""

from collections.abc import Mapping

from botocore.exceptions import ClientError
from localstack.services.cloudformation import provider_utils
from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceProvider,
    ResourceRequest,
)
from localstack.utils.sync import poll_condition

from caudal_localstack.cloudformation.kinesis_changes import changes, creation, tag_changes
from caudal_localstack.cloudformation.properties import adopted, failed, half_made, succeeded

_CHANGE_TIMEOUT_S = 30


def create_or_adopt(_provider: ResourceProvider, request: ResourceRequest) -> ProgressEvent:
    """Adopts a stream of that name: the engine may keep it where LocalStack's state was lost, or is not kept."""
    model = dict(request.desired_state)
    model["Name"] = model.get("Name") or provider_utils.generate_default_name(
        stack_name=request.stack_name, logical_resource_id=request.logical_resource_id
    )
    is_there = _summary(request, model["Name"]) is not None
    if not is_there:
        request.aws_client_factory.kinesis.create_stream(**creation(model))
    event = _bring_to(request, model)
    if event.status is OperationStatus.SUCCESS:
        return adopted(event.resource_model) if is_there else event
    return event if is_there else half_made(model, event.message)


def update(_provider: ResourceProvider, request: ResourceRequest) -> ProgressEvent:
    """Changes the stream in place."""
    previous = request.previous_state or {}
    model = dict(request.desired_state)
    model.setdefault("Name", previous.get("Name"))
    return _bring_to(request, model)


def _bring_to(request: ResourceRequest, model: dict) -> ProgressEvent:
    """Makes the stream what the model says; what Kinesis refuses is said in its words."""
    try:
        return _change(request, model)
    except ClientError as error:
        return failed(model, str(error))


def _change(request: ResourceRequest, model: dict) -> ProgressEvent:
    kinesis = request.aws_client_factory.kinesis
    there = _active(request, model["Name"])
    for method, parameters in changes(model, there):
        getattr(kinesis, method)(**parameters)
        there = _active(request, model["Name"])
    tags = kinesis.list_tags_for_resource(ResourceARN=there["StreamARN"]).get("Tags", [])
    for method, parameters in tag_changes(model, {tag["Key"]: tag.get("Value", "") for tag in tags}):
        getattr(kinesis, method)(**parameters)
    if there["StreamStatus"] != "ACTIVE":
        return failed(model, f"stream {model['Name']} did not become ACTIVE within {_CHANGE_TIMEOUT_S} s")
    return succeeded({**model, "Arn": there["StreamARN"]})


def _active(request: ResourceRequest, name: str) -> Mapping:
    """The stream's summary, once it takes changes; after the time-out as it is."""
    poll_condition(
        lambda: (_summary(request, name) or {}).get("StreamStatus") == "ACTIVE",
        timeout=_CHANGE_TIMEOUT_S,
        interval=0.02,
    )
    return _summary(request, name) or {}


def _summary(request: ResourceRequest, name: str) -> Mapping | None:
    kinesis = request.aws_client_factory.kinesis
    try:
        return kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
    except kinesis.exceptions.ResourceNotFoundException:
        return None
