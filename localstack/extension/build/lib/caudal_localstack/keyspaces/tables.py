"""What a table is beyond its columns: what a request says of it, and what `GetTable` answers."""

from collections.abc import Mapping

from caudal_localstack.keyspaces import errors
from caudal_localstack.keyspaces.catalog import Facts
from caudal_localstack.keyspaces.database import TableState

_MAX_TTL_S = 630_720_000
_UNSUPPORTED = ("autoScalingSpecification", "cdcSpecification", "replicaSpecifications", "warmThroughputSpecification")
_SETTINGS = (
    "addColumns",
    "capacitySpecification",
    "clientSideTimestamps",
    "defaultTimeToLive",
    "encryptionSpecification",
    "pointInTimeRecovery",
    "ttl",
)


def refuse_unsupported(request: Mapping) -> None:
    """@raises UnsupportedOperationException: for a setting that has no effect here and would mislead."""
    for field in _UNSUPPORTED:
        if request.get(field):
            raise errors.unsupported(field)


def only_setting(request: Mapping) -> None:
    """Keyspaces changes one setting a call; switching `ttl` on may come with its default.

    @raises ValidationException: for none, or several
    """
    given = [field for field in _SETTINGS if request.get(field) is not None]
    if len(given) == 1 or set(given) == {"ttl", "defaultTimeToLive"}:
        return
    raise errors.validation(f"UpdateTable must change one setting a call, of {', '.join(_SETTINGS)} (received {given})")


def apply(request: Mapping, facts: Facts) -> Facts:
    """The facts with what the request says of them. @raises ValidationException"""
    if capacity := request.get("capacitySpecification"):
        facts.capacity = _capacity(capacity)
    if encryption := request.get("encryptionSpecification"):
        facts.encryption = _encryption(encryption)
    if recovery := request.get("pointInTimeRecovery"):
        facts.recovery = {
            "status": _one_of("pointInTimeRecovery.status", recovery.get("status"), "ENABLED", "DISABLED")
        }
    if ttl := request.get("ttl"):
        facts.ttl = bool(_one_of("ttl.status", ttl.get("status"), "ENABLED"))
    if timestamps := request.get("clientSideTimestamps"):
        facts.client_timestamps = bool(_one_of("clientSideTimestamps.status", timestamps.get("status"), "ENABLED"))
    if request.get("defaultTimeToLive"):
        facts.ttl = True
    return facts


def default_ttl(request: Mapping) -> int:
    """Seconds; 0 for none. @raises ValidationException"""
    seconds = request.get("defaultTimeToLive") or 0
    if not isinstance(seconds, int) or not 0 <= seconds <= _MAX_TTL_S:
        raise errors.validation(f"defaultTimeToLive must be from 0 to {_MAX_TTL_S} seconds (received {seconds!r})")
    return seconds


def description(state: TableState, facts: Facts) -> dict:
    """What `GetTable` answers, without names and ARN."""
    answer = {
        "creationTimestamp": facts.created,
        "status": "ACTIVE",
        "schemaDefinition": state.schema.to_api(),
        "capacitySpecification": facts.capacity,
        "encryptionSpecification": facts.encryption,
        "pointInTimeRecovery": facts.recovery,
        "defaultTimeToLive": state.default_ttl,
        "comment": {"message": state.comment},
        "replicaSpecifications": [],
    }
    if facts.ttl or state.default_ttl:
        answer["ttl"] = {"status": "ENABLED"}
    if facts.client_timestamps:
        answer["clientSideTimestamps"] = {"status": "ENABLED"}
    return answer


def _capacity(capacity: Mapping) -> dict:
    mode = _one_of(
        "capacitySpecification.throughputMode", capacity.get("throughputMode"), "PAY_PER_REQUEST", "PROVISIONED"
    )
    units = {name: capacity.get(name) for name in ("readCapacityUnits", "writeCapacityUnits")}
    given = {name: value for name, value in units.items() if value is not None}
    if mode == "PAY_PER_REQUEST" and given:
        raise errors.validation(f"capacity units need throughputMode PROVISIONED (received {given})")
    if mode == "PROVISIONED" and not all(isinstance(value, int) and value > 0 for value in units.values()):
        raise errors.validation(
            f"throughputMode PROVISIONED needs readCapacityUnits and writeCapacityUnits (received {units})"
        )
    return {"throughputMode": mode, **given}


def _encryption(encryption: Mapping) -> dict:
    kind = _one_of(
        "encryptionSpecification.type", encryption.get("type"), "AWS_OWNED_KMS_KEY", "CUSTOMER_MANAGED_KMS_KEY"
    )
    key = encryption.get("kmsKeyIdentifier")
    if (kind == "CUSTOMER_MANAGED_KMS_KEY") != bool(key):
        raise errors.validation(
            f'kmsKeyIdentifier goes with CUSTOMER_MANAGED_KMS_KEY alone (received "{key}" with {kind})'
        )
    return {"type": kind, "kmsKeyIdentifier": key} if key else {"type": kind}


def _one_of(field: str, value: object, *allowed: str) -> str:
    if value not in allowed:
        raise errors.validation(f'{field} must be {" or ".join(allowed)} (received "{value}")')
    return str(value)
