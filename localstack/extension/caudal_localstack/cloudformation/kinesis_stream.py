"""`AWS::Kinesis::Stream`: LocalStack's provider and what it leaves out: kept streams, retention, encryption, updates.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kinesis-stream.html
"""

from collections.abc import Callable, Mapping

from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceProvider,
    ResourceRequest,
)
from localstack.utils.sync import poll_condition

from caudal_localstack.cloudformation.properties import adopted, failed, succeeded

Create = Callable[[ResourceProvider, ResourceRequest], ProgressEvent]

_DEFAULT_RETENTION_HOURS = 24
_CHANGE_TIMEOUT_S = 30


def create_or_adopt(create: Create, provider: ResourceProvider, request: ResourceRequest) -> ProgressEvent:
    """Adopts a stream of that name: LocalStack forgets its stacks when it ends, the engine keeps its streams."""
    model = request.desired_state
    there = None if request.custom_context else _summary(request, model.get("Name"))
    if there:
        event = _bring_to(request, {**model, "Arn": there["StreamARN"]})
        return adopted(event.resource_model) if event.status is OperationStatus.SUCCESS else event
    event = create(provider, request)
    return _bring_to(request, event.resource_model) if event.status is OperationStatus.SUCCESS else event


def update(_provider: ResourceProvider, request: ResourceRequest) -> ProgressEvent:
    """Changes shards, retention and encryption in place."""
    previous = request.previous_state or {}
    model = {**request.desired_state, "Arn": previous.get("Arn")}
    model.setdefault("Name", previous.get("Name"))
    return _bring_to(request, model)


def changes(model: Mapping, there: Mapping) -> list[tuple[str, dict]]:
    """The client's methods, with their parameters, that make the stream the one of the template. Pure."""
    name = {"StreamName": model["Name"]}
    calls: list[tuple[str, dict]] = []
    shards = int(model.get("ShardCount") or there["OpenShardCount"])
    if shards != there["OpenShardCount"]:
        calls.append(("update_shard_count", {**name, "TargetShardCount": shards, "ScalingType": "UNIFORM_SCALING"}))
    hours = int(model.get("RetentionPeriodHours") or _DEFAULT_RETENTION_HOURS)
    if hours != there["RetentionPeriodHours"]:
        direction = "increase" if hours > there["RetentionPeriodHours"] else "decrease"
        calls.append((f"{direction}_stream_retention_period", {**name, "RetentionPeriodHours": hours}))
    return calls + _encryption_changes(name, model.get("StreamEncryption"), there)


def _encryption_changes(name: Mapping, wanted: Mapping | None, there: Mapping) -> list[tuple[str, dict]]:
    is_encrypted = there.get("EncryptionType", "NONE") == "KMS"
    if wanted and (not is_encrypted or there.get("KeyId") != wanted["KeyId"]):
        return [("start_stream_encryption", {**name, "EncryptionType": "KMS", "KeyId": wanted["KeyId"]})]
    if not wanted and is_encrypted:
        return [("stop_stream_encryption", {**name, "EncryptionType": "KMS", "KeyId": there["KeyId"]})]
    return []


def _bring_to(request: ResourceRequest, model: dict) -> ProgressEvent:
    kinesis = request.aws_client_factory.kinesis
    for method, parameters in changes(model, _active(request, model["Name"])):
        getattr(kinesis, method)(**parameters)
        _active(request, model["Name"])
    if _active(request, model["Name"])["StreamStatus"] != "ACTIVE":
        return failed(model, f"stream {model['Name']} did not become ACTIVE within {_CHANGE_TIMEOUT_S} s")
    return succeeded(model)


def _active(request: ResourceRequest, name: str) -> Mapping:
    """The stream's summary, once it takes changes; after the time-out as it is."""
    poll_condition(
        lambda: (_summary(request, name) or {}).get("StreamStatus") == "ACTIVE", timeout=_CHANGE_TIMEOUT_S, interval=0.1
    )
    return _summary(request, name) or {}


def _summary(request: ResourceRequest, name: str | None) -> Mapping | None:
    kinesis = request.aws_client_factory.kinesis
    if not name:
        return None
    try:
        return kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
    except kinesis.exceptions.ResourceNotFoundException:
        return None
