"""What the API's model demands of a request, in the words of AWS."""

import pytest
from localstack.aws.api import CommonServiceException

from keyspaces_fakes import CONTEXT, fake_provider

SCHEMA = {"allColumns": [{"name": "id", "type": "text"}], "partitionKeys": [{"name": "id"}]}
TABLE = {"keyspaceName": "rt", "tableName": "t"}
NAME = "[a-zA-Z0-9][a-zA-Z0-9_]{0,47}"


@pytest.mark.parametrize(
    ("method", "request_", "message"),
    [
        (
            "create_keyspace",
            {"keyspaceName": "a-b"},
            "1 validation error detected: Value 'a-b' at 'keyspaceName' failed to satisfy constraint: "
            f"Member must satisfy regular expression pattern: {NAME}",
        ),
        (
            "create_keyspace",
            {},
            "1 validation error detected: Value null at 'keyspaceName' failed to satisfy constraint: "
            "Member must not be null",
        ),
        (
            "create_keyspace",
            {"keyspaceName": "a" * 49},
            f"2 validation errors detected: Value '{'a' * 49}' at 'keyspaceName' failed to satisfy constraint: "
            f"Member must have length less than or equal to 48; Value '{'a' * 49}' at 'keyspaceName' failed to satisfy "
            f"constraint: Member must satisfy regular expression pattern: {NAME}",
        ),
        (
            "list_tables",
            {"keyspaceName": "rt", "maxResults": 1001},
            "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: "
            "Member must have value less than or equal to 1000",
        ),
        (
            "list_tables",
            {"keyspaceName": "rt", "maxResults": 0},
            "1 validation error detected: Value '0' at 'maxResults' failed to satisfy constraint: "
            "Member must have value greater than or equal to 1",
        ),
        (
            "list_keyspaces",
            {"nextToken": ""},
            "1 validation error detected: Value '' at 'nextToken' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1",
        ),
        (
            "update_table",
            {**TABLE, "clientSideTimestamps": {"status": "DISABLED"}},
            "1 validation error detected: Value 'DISABLED' at 'clientSideTimestamps.status' failed to satisfy "
            "constraint: Member must satisfy enum value set: [ENABLED]",
        ),
        (
            "update_table",
            {**TABLE, "defaultTimeToLive": 630_720_001},
            "1 validation error detected: Value '630720001' at 'defaultTimeToLive' failed to satisfy constraint: "
            "Member must have value less than or equal to 630720000",
        ),
        (
            "create_table",
            {**TABLE, "schemaDefinition": {"allColumns": [{"name": "id"}], "partitionKeys": []}},
            "2 validation errors detected: Value null at 'schemaDefinition.allColumns.1.member.type' failed to satisfy "
            "constraint: Member must not be null; Value '[]' at 'schemaDefinition.partitionKeys' failed to satisfy "
            "constraint: Member must have length greater than or equal to 1",
        ),
        (
            "create_table",
            {**TABLE, "schemaDefinition": SCHEMA, "tags": [{"key": "", "value": "v"}]},
            "1 validation error detected: Value '' at 'tags.1.member.key' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1",
        ),
    ],
)
def test_a_request_that_breaks_the_model(method: str, request_: dict, message: str) -> None:
    with pytest.raises(CommonServiceException) as raised:
        getattr(fake_provider(), method)(CONTEXT, request_)

    assert (raised.value.code, raised.value.message) == ("ValidationException", message)
