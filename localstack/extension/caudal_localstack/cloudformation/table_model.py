"""From the properties of `AWS::Cassandra::Table` to requests of the Keyspaces API. Pure."""

from collections.abc import Iterator, Mapping

from caudal_localstack.cloudformation.properties import boolean
from caudal_localstack.keyspaces import cqltypes

_UNSUPPORTED = ("AutoScalingSpecifications", "CdcSpecification", "ReplicaSpecifications", "WarmThroughput")
CREATE_ONLY = (
    "ClientSideTimestampsEnabled",
    "ClusteringKeyColumns",
    "KeyspaceName",
    "PartitionKeyColumns",
    "TableName",
)
"""A change of one of them asks for another table."""
PROPERTIES = (
    *_UNSUPPORTED,
    "BillingMode",
    "ClientSideTimestampsEnabled",
    "ClusteringKeyColumns",
    "DefaultTimeToLive",
    "EncryptionSpecification",
    "KeyspaceName",
    "PartitionKeyColumns",
    "PointInTimeRecoveryEnabled",
    "RegularColumns",
    "TableName",
    "Tags",
)


def names(model: Mapping) -> dict[str, str]:
    """Which table, for any request."""
    return {"keyspaceName": model["KeyspaceName"], "tableName": model["TableName"]}


def create_request(model: Mapping) -> dict:
    """`CreateTable`, without tags."""
    settings = {key: value for key, value in _settings(model).items() if value is not None}
    return {**names(model), "schemaDefinition": schema_definition(model), **settings}


def schema_definition(model: Mapping) -> dict:
    """Columns and keys."""
    partition = model.get("PartitionKeyColumns") or []
    clustering = model.get("ClusteringKeyColumns") or []
    keys = [*partition, *(key["Column"] for key in clustering)]
    return {
        "allColumns": [_column(column) for column in [*keys, *(model.get("RegularColumns") or [])]],
        "partitionKeys": [{"name": column["ColumnName"]} for column in partition],
        "clusteringKeys": [
            {"name": key["Column"]["ColumnName"], "orderBy": key.get("OrderBy", "ASC")} for key in clustering
        ],
    }


def incompatible(model: Mapping, there: Mapping) -> str | None:
    """Why the table that is there can never become the one of the template, in words; none when it can."""
    wanted, has = schema_definition(model), there["schemaDefinition"]
    table = f"table {there['keyspaceName']}.{there['tableName']}"
    advice = "name the table differently, or delete the one that is there"
    for field in ("partitionKeys", "clusteringKeys"):
        if wanted[field] != (has.get(field) or []):
            return f"{field} of {table} are {has.get(field) or []}, the template has {wanted[field]}; {advice}"
    types = {column["name"]: column["type"] for column in has["allColumns"]}
    for column in wanted["allColumns"]:
        name, kind = column["name"], column["type"]
        if types.get(name, kind) != kind:
            return f"column {name} of {table} is {types[name]}, the template has {kind}; {advice}"
    return None


def changes(model: Mapping, there: Mapping) -> Iterator[dict]:
    """The settings that differ, each as an `UpdateTable` of its own. Columns that the template lacks stay."""
    known = {column["name"] for column in there["schemaDefinition"]["allColumns"]}
    columns = [column for column in schema_definition(model)["allColumns"] if column["name"] not in known]
    if columns:
        yield {"addColumns": columns}
    settings = {**_settings(model)}
    settings["defaultTimeToLive"] = settings["defaultTimeToLive"] or 0
    for field, value in settings.items():
        if value is not None and not _has(there.get(field), value):
            yield {field: value}


def unsupported(model: Mapping) -> str | None:
    """Which property has no effect here and would mislead, in words; none when all is well."""
    given = [name for name in _UNSUPPORTED if model.get(name)]
    return f"{', '.join(given)} is not supported locally; leave it out" if given else None


def _settings(model: Mapping) -> dict:
    """Settings as both `CreateTable` and `UpdateTable` take them; none where the template is silent."""
    ttl = model.get("DefaultTimeToLive")
    timestamps = boolean(model.get("ClientSideTimestampsEnabled"))
    return {
        "capacitySpecification": _capacity(model.get("BillingMode")),
        "clientSideTimestamps": {"status": "ENABLED"} if timestamps else None,
        "defaultTimeToLive": int(ttl) if ttl is not None else None,
        "encryptionSpecification": _encryption(model.get("EncryptionSpecification")),
        "pointInTimeRecovery": {
            "status": "ENABLED" if boolean(model.get("PointInTimeRecoveryEnabled")) else "DISABLED"
        },
    }


def _has(known: object, wanted: object) -> bool:
    """Whether what `GetTable` answers says what is wanted; it may say more, such as since when."""
    if isinstance(known, Mapping) and isinstance(wanted, Mapping):
        return wanted.items() <= known.items()
    return known == wanted


def _column(column: Mapping) -> dict[str, str]:
    return {"name": column["ColumnName"], "type": cqltypes.canonical(column["ColumnType"])}


def _capacity(billing: Mapping | None) -> dict:
    if not billing or billing.get("Mode", "ON_DEMAND") == "ON_DEMAND":
        return {"throughputMode": "PAY_PER_REQUEST"}
    throughput = billing.get("ProvisionedThroughput") or {}
    units = {"readCapacityUnits": "ReadCapacityUnits", "writeCapacityUnits": "WriteCapacityUnits"}
    return {
        "throughputMode": "PROVISIONED",
        **{name: int(throughput[given]) for name, given in units.items() if throughput.get(given) is not None},
    }


def _encryption(encryption: Mapping | None) -> dict:
    if not encryption:
        return {"type": "AWS_OWNED_KMS_KEY"}
    key = encryption.get("KmsKeyIdentifier")
    return {"type": encryption["EncryptionType"], **({"kmsKeyIdentifier": key} if key else {})}
