"""What a table is beyond its columns: what a request says of it, and what `GetTable` answers."""

import time
from collections.abc import Mapping

from caudal_localstack.keyspaces import errors
from caudal_localstack.keyspaces.catalog import Facts
from caudal_localstack.keyspaces.database import TableState

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
    """@raises ValidationException: for a setting that has no effect here and would mislead."""
    for field in _UNSUPPORTED:
        if request.get(field) is not None:
            raise errors.unsupported(field)


def only_setting(request: Mapping) -> None:
    """Keyspaces changes one setting a call; switching `ttl` on may come with its default.

    https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_UpdateTable.html

    :raises ValidationException: for none, or several
    """
    given = [field for field in _SETTINGS if request.get(field) is not None]
    if len(given) == 1 or set(given) == {"ttl", "defaultTimeToLive"}:
        return
    raise errors.validation(f"UpdateTable must change one setting a call, of {', '.join(_SETTINGS)} (received {given})")


def apply(request: Mapping, facts: Facts) -> Facts:
    """The facts with what the request says of them; it has passed the model's constraints. @raises ValidationException

    TTL and client-side timestamps can be switched on alone: the model has no other status for them.
    """
    if capacity := request.get("capacitySpecification"):
        facts.capacity = _capacity(capacity)
    if encryption := request.get("encryptionSpecification"):
        facts.encryption = _encryption(encryption)
    if recovery := request.get("pointInTimeRecovery"):
        facts.recovery = _recovery(recovery["status"], facts.recovery)
    facts.ttl = facts.ttl or bool(request.get("ttl") or request.get("defaultTimeToLive"))
    facts.client_timestamps = facts.client_timestamps or bool(request.get("clientSideTimestamps"))
    return facts


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
    mode = capacity["throughputMode"]
    units = {name: capacity.get(name) for name in ("readCapacityUnits", "writeCapacityUnits")}
    given = {name: value for name, value in units.items() if value is not None}
    if mode == "PAY_PER_REQUEST":
        if given:
            raise errors.validation(f"capacity units need throughputMode PROVISIONED (received {given})")
        return {"throughputMode": mode, "lastUpdateToPayPerRequestTimestamp": time.time()}
    if len(given) < len(units):
        raise errors.validation(
            f"throughputMode PROVISIONED needs readCapacityUnits and writeCapacityUnits (received {units})"
        )
    return {"throughputMode": mode, **given}


def _recovery(status: str, known: Mapping) -> dict:
    """Point-in-time recovery reaches back to when it was switched on.

    https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_PointInTimeRecoverySummary.html
    """
    if status == known["status"]:
        return dict(known)
    return {"status": status, **({"earliestRestorableTimestamp": time.time()} if status == "ENABLED" else {})}


def _encryption(encryption: Mapping) -> dict:
    kind, key = encryption["type"], encryption.get("kmsKeyIdentifier")
    if (kind == "CUSTOMER_MANAGED_KMS_KEY") != bool(key):
        raise errors.validation(
            f'kmsKeyIdentifier goes with CUSTOMER_MANAGED_KMS_KEY alone (received "{key}" with {kind})'
        )
    return {"type": kind, "kmsKeyIdentifier": key} if key else {"type": kind}
