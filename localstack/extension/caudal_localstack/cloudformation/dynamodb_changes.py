"""What has to be called to give a DynamoDB table the properties of a template. Pure.

Billing, encryption, backups and throughput are left out: DynamoDB Local takes them and they have no effect on it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
"""

from collections.abc import Mapping

Call = tuple[str, dict]
"""A method of the client, and its parameters."""

ONE_INDEX_A_TIME = "Cannot perform more than one GSI creation or deletion in a single update"
"""AWS's words for a template that adds or takes away two global secondary indexes, or changes one under its name."""


def index_difference(model: Mapping, there: Mapping) -> str | None:
    """Why the indexes of the table can not become those of the template in one update; none when they can."""
    return ONE_INDEX_A_TIME if len(_index_updates(model, there)) > 1 else None


def changes(model: Mapping, there: Mapping) -> list[Call]:
    """The calls that bring a described table to its template; each leaves it UPDATING for a while."""
    return [*_index_changes(model, there), *_protection_changes(model, there), *_stream_changes(model, there)]


def ttl_changes(model: Mapping, there: Mapping) -> list[Call]:
    """The call that makes the time to live of a table, as DescribeTimeToLive gives it, that of its template."""
    has = there.get("AttributeName") if there.get("TimeToLiveStatus") in ("ENABLED", "ENABLING") else None
    specification = model.get("TimeToLiveSpecification") or {}
    wanted = specification.get("AttributeName") if str(specification.get("Enabled")).lower() == "true" else None
    if wanted == has:
        return []
    turned = {"AttributeName": wanted or has, "Enabled": wanted is not None}
    return [("update_time_to_live", {"TableName": model["TableName"], "TimeToLiveSpecification": turned})]


def _index_updates(model: Mapping, there: Mapping) -> list[dict]:
    wanted = {index["IndexName"]: _shape(index) for index in model.get("GlobalSecondaryIndexes") or []}
    has = {index["IndexName"]: _shape(index) for index in there.get("GlobalSecondaryIndexes") or []}
    gone = [name for name, shape in has.items() if wanted.get(name) != shape]
    added = [name for name, shape in wanted.items() if has.get(name) != shape]
    return [
        *({"Delete": {"IndexName": name}} for name in gone),
        *({"Create": {"IndexName": name, **wanted[name]}} for name in added),
    ]


def _shape(index: Mapping) -> dict:
    """What makes an index another one."""
    return {"KeySchema": index["KeySchema"], "Projection": index["Projection"]}


def _index_changes(model: Mapping, there: Mapping) -> list[Call]:
    table = {"TableName": model["TableName"], "AttributeDefinitions": model["AttributeDefinitions"]}
    return [
        ("update_table", {**table, "GlobalSecondaryIndexUpdates": [update]}) for update in _index_updates(model, there)
    ]


def _protection_changes(model: Mapping, there: Mapping) -> list[Call]:
    wanted = str(model.get("DeletionProtectionEnabled", False)).lower() == "true"
    if wanted == there.get("DeletionProtectionEnabled", False):
        return []
    return [("update_table", {"TableName": model["TableName"], "DeletionProtectionEnabled": wanted})]


def _stream_changes(model: Mapping, there: Mapping) -> list[Call]:
    """A stream of another view is another stream: the old one is switched off first."""
    name = {"TableName": model["TableName"]}
    wanted = (model.get("StreamSpecification") or {}).get("StreamViewType")
    specification = there.get("StreamSpecification") or {}
    has = specification.get("StreamViewType") if specification.get("StreamEnabled") else None
    if wanted == has:
        return []
    off = [("update_table", {**name, "StreamSpecification": {"StreamEnabled": False}})] if has else []
    on = {"StreamEnabled": True, "StreamViewType": wanted}
    return [*off, *([("update_table", {**name, "StreamSpecification": on})] if wanted else [])]
