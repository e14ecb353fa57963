"""What has to be called to give a stream the properties of a template. Pure.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kinesis-stream.html
"""

from collections.abc import Mapping

Call = tuple[str, dict]
"""A method of the client, and its parameters."""

_DEFAULT_RETENTION_HOURS = 24
_DEFAULT_RECORD_KIB = 1024
_PROVISIONED = "PROVISIONED"


def creation(model: Mapping) -> dict:
    """Parameters of CreateStream. Without a mode it is PROVISIONED, as AWS' resource type says."""
    shards = (
        {"ShardCount": int(model["ShardCount"])} if model.get("ShardCount") and _mode(model) == _PROVISIONED else {}
    )
    return {"StreamName": model["Name"], "StreamModeDetails": {"StreamMode": _mode(model)}, **shards}


def changes(model: Mapping, there: Mapping) -> list[Call]:
    """The calls that bring the stream of a summary to its template; each leaves it UPDATING for a while."""
    return [
        *_mode_changes(model, there),
        *_shard_changes(model, there),
        *_retention_changes(model, there),
        *_encryption_changes(model, there),
        *_record_size_changes(model, there),
        *_metric_changes(model, there),
    ]


def tag_changes(model: Mapping, tags: Mapping[str, str]) -> list[Call]:
    """The calls that make the tags of a stream those of its template."""
    name = {"StreamName": model["Name"]}
    wanted = {tag["Key"]: tag["Value"] for tag in model.get("Tags") or []}
    gone = [key for key in tags if key not in wanted]
    added = {key: value for key, value in wanted.items() if tags.get(key) != value}
    calls: list[Call] = [("remove_tags_from_stream", {**name, "TagKeys": gone})] if gone else []
    return [*calls, ("add_tags_to_stream", {**name, "Tags": added})] if added else calls


def _mode(model: Mapping) -> str:
    return (model.get("StreamModeDetails") or {}).get("StreamMode") or _PROVISIONED


def _mode_changes(model: Mapping, there: Mapping) -> list[Call]:
    if _mode(model) == there["StreamModeDetails"]["StreamMode"]:
        return []
    details = {"StreamMode": _mode(model)}
    return [("update_stream_mode", {"StreamARN": there["StreamARN"], "StreamModeDetails": details})]


def _shard_changes(model: Mapping, there: Mapping) -> list[Call]:
    shards = int(model.get("ShardCount") or there["OpenShardCount"])
    if _mode(model) != _PROVISIONED or shards == there["OpenShardCount"]:
        return []
    scaling = {"TargetShardCount": shards, "ScalingType": "UNIFORM_SCALING"}
    return [("update_shard_count", {"StreamName": model["Name"], **scaling})]


def _retention_changes(model: Mapping, there: Mapping) -> list[Call]:
    hours = int(model.get("RetentionPeriodHours") or _DEFAULT_RETENTION_HOURS)
    if hours == there["RetentionPeriodHours"]:
        return []
    direction = "increase" if hours > there["RetentionPeriodHours"] else "decrease"
    parameters = {"StreamName": model["Name"], "RetentionPeriodHours": hours}
    return [(f"{direction}_stream_retention_period", parameters)]


def _encryption_changes(model: Mapping, there: Mapping) -> list[Call]:
    name = {"StreamName": model["Name"], "EncryptionType": "KMS"}
    wanted = model.get("StreamEncryption")
    is_encrypted = there.get("EncryptionType", "NONE") == "KMS"
    if wanted and (not is_encrypted or there.get("KeyId") != wanted["KeyId"]):
        return [("start_stream_encryption", {**name, "KeyId": wanted["KeyId"]})]
    if not wanted and is_encrypted:
        return [("stop_stream_encryption", {**name, "KeyId": there["KeyId"]})]
    return []


def _record_size_changes(model: Mapping, there: Mapping) -> list[Call]:
    size = int(model.get("MaxRecordSizeInKiB") or _DEFAULT_RECORD_KIB)
    if size == there.get("MaxRecordSizeInKiB", _DEFAULT_RECORD_KIB):
        return []
    return [("update_max_record_size", {"StreamARN": there["StreamARN"], "MaxRecordSizeInKiB": size})]


def _metric_changes(model: Mapping, there: Mapping) -> list[Call]:
    name = {"StreamName": model["Name"]}
    monitoring = there.get("EnhancedMonitoring") or [{}]
    has = set(monitoring[0].get("ShardLevelMetrics") or [])
    wanted = set(model.get("DesiredShardLevelMetrics") or [])
    if "ALL" in wanted:
        return [("enable_enhanced_monitoring", {**name, "ShardLevelMetrics": ["ALL"]})]
    calls: list[Call] = []
    if gone := sorted(has - wanted):
        calls.append(("disable_enhanced_monitoring", {**name, "ShardLevelMetrics": gone}))
    if added := sorted(wanted - has):
        calls.append(("enable_enhanced_monitoring", {**name, "ShardLevelMetrics": added}))
    return calls
