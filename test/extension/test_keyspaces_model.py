"""A walk through the API's model: every operation, with and without every member, is right or says it is not here."""

from collections.abc import Iterator

import pytest
from botocore.loaders import Loader
from botocore.model import ListShape, ServiceModel, Shape, StringShape, StructureShape
from botocore.validate import ParamValidator
from localstack.aws.api import CommonServiceException
from localstack.aws.skeleton import create_dispatch_table

from caudal_localstack.keyspaces.unsupported import UNSUPPORTED
from keyspaces_fakes import CONTEXT, fake_provider

MODEL = ServiceModel(Loader().load_service_model("keyspaces", "service-2"))
NOT_HERE = {
    *((operation, None) for operation in UNSUPPORTED),
    *(
        (operation, member)
        for operation in ("CreateTable", "UpdateTable")
        for member in (
            "autoScalingSpecification",
            "cdcSpecification",
            "replicaSpecifications",
            "warmThroughputSpecification",
        )
    ),
}
"""What answers that it is not supported locally: operations whole, and members of the others."""

ADDED = {"addColumns": [{"name": "added", "type": "int"}]}
"""The one member that must not say what another operation of the walk has said."""

EXAMPLES = {
    "ARN": "arn:aws:cassandra:us-east-1:000000000000:/keyspace/rt/table/readings",
    "CapacitySpecification": {"throughputMode": "PROVISIONED", "readCapacityUnits": 1, "writeCapacityUnits": 2},
    "EncryptionSpecification": {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyIdentifier": "arn:aws:kms:key"},
    "KeyspaceName": "rt",
    "NextToken": "YQ==",
    "TableName": "readings",
    "TypeName": "point",
    "region": "eu-west-1",
}
"""Values of shapes that name something, or whose members depend on each other."""


def example(shape: Shape) -> object:
    """A value that the shape allows, with what it requires."""
    if shape.name in EXAMPLES:
        return EXAMPLES[shape.name]
    if isinstance(shape, StructureShape):
        return {name: example(shape.members[name]) for name in shape.required_members}
    if isinstance(shape, ListShape):
        return [example(shape.member)] * max(1, shape.metadata.get("min", 1))
    if isinstance(shape, StringShape):
        return shape.enum[0] if shape.enum else "text"
    return {"timestamp": 0, "boolean": True}.get(shape.type_name, 1)


def requests() -> Iterator[tuple[str, str | None, dict]]:
    """Every operation with what it requires, and with each optional member beside that."""
    for operation in MODEL.operation_names:
        shape = MODEL.operation_model(operation).input_shape
        least = example(shape)
        yield operation, None, least
        for member in shape.members:
            if member not in shape.required_members:
                yield (
                    operation,
                    member,
                    {**least, member: example(shape.members[member]), **(ADDED if member in ADDED else {})},
                )


def prepared(operation: str) -> dict:
    """The operations of an API that knows what the operation is about, unless it makes that."""
    answered = create_dispatch_table(fake_provider())
    for creation in ("CreateKeyspace", "CreateTable", "CreateType", "TagResource"):
        if creation == operation:
            return answered
        answered[creation](CONTEXT, example(MODEL.operation_model(creation).input_shape))
    return answered


def test_the_walk_misses_no_operation() -> None:
    assert set(create_dispatch_table(fake_provider())) == set(MODEL.operation_names)


@pytest.mark.parametrize(("operation", "member", "request_"), list(requests()))
def test_every_member_is_right_or_not_here(operation: str, member: str | None, request_: dict) -> None:
    shapes = MODEL.operation_model(operation)
    assert not ParamValidator().validate(request_, shapes.input_shape).has_errors()
    call = prepared(operation)[operation]

    if (operation, None) in NOT_HERE or (operation, member) in NOT_HERE:
        with pytest.raises(CommonServiceException, match="is not supported locally") as raised:
            call(CONTEXT, request_)
        assert raised.value.code in {error.name for error in shapes.error_shapes}
    elif (operation, member) == ("UpdateTable", None):
        with pytest.raises(CommonServiceException, match="one setting a call"):
            call(CONTEXT, request_)
    else:
        answer = call(CONTEXT, request_)
        assert set(answer) <= set(shapes.output_shape.members)
        assert not ParamValidator().validate(answer, shapes.output_shape).has_errors()


GIVEN_BACK = [
    (operation, member, request_)
    for operation, member, request_ in requests()
    if operation in ("CreateTable", "UpdateTable")
    and member in MODEL.operation_model("GetTable").output_shape.members
    and (operation, member) not in NOT_HERE
]


@pytest.mark.parametrize(("operation", "member", "request_"), GIVEN_BACK)
def test_every_setting_of_a_table_is_given_back(operation: str, member: str, request_: dict) -> None:
    answered = prepared(operation)
    answered[operation](CONTEXT, request_)

    known = answered["GetTable"](CONTEXT, {"keyspaceName": "rt", "tableName": "readings"})[member]

    wanted = request_[member]
    assert (wanted.items() <= known.items()) if isinstance(wanted, dict) else known == wanted
