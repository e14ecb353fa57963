"""`AWS::Cassandra::Type`.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-type.html
"""

from collections.abc import Mapping
from typing import ClassVar

from localstack.services.cloudformation.resource_provider import ProgressEvent, ResourceProvider, ResourceRequest

from caudal_localstack.cloudformation.properties import adopted, failed, succeeded
from caudal_localstack.keyspaces import cqltypes

_ATTRIBUTES = {
    "DirectParentTypes": "directParentTypes",
    "DirectReferringTables": "directReferringTables",
    "KeyspaceArn": "keyspaceArn",
    "MaxNestingDepth": "maxNestingDepth",
}


class TypeProvider(ResourceProvider):
    """A type never changes, so every change of a property is a replacement. One of the same fields is adopted."""

    TYPE = "AWS::Cassandra::Type"
    SCHEMA: ClassVar[dict] = {
        "typeName": TYPE,
        "primaryIdentifier": ["/properties/KeyspaceName", "/properties/TypeName"],
        "createOnlyProperties": ["/properties/KeyspaceName", "/properties/TypeName", "/properties/Fields"],
        "readOnlyProperties": [*(f"/properties/{name}" for name in _ATTRIBUTES), "/properties/LastModifiedTimestamp"],
        "properties": {
            "Fields": {"type": "array"},
            "KeyspaceName": {"type": "string"},
            "TypeName": {"type": "string"},
        },
        "handlers": {},
    }

    def create(self, request: ResourceRequest) -> ProgressEvent:
        """Makes it, or adopts it."""
        model = {**request.desired_state}
        keyspaces = request.aws_client_factory.keyspaces
        fields = [{"name": each["FieldName"], "type": each["FieldType"]} for each in model["Fields"]]
        try:
            keyspaces.create_type(**_names(model), fieldDefinitions=fields)
        except keyspaces.exceptions.ConflictException:
            there = keyspaces.get_type(**_names(model))
            if difference := fields_difference(fields, there):
                return failed(model, difference)
            return adopted(_described(model, there))
        return succeeded(_described(model, keyspaces.get_type(**_names(model))))

    def read(self, request: ResourceRequest) -> ProgressEvent:
        """Its names and attributes, if it is there."""
        there = request.aws_client_factory.keyspaces.get_type(**_names(request.desired_state))
        return succeeded(_described({"Fields": request.desired_state.get("Fields")}, there))

    def update(self, request: ResourceRequest) -> ProgressEvent:
        """There is no property that could change: what is to be done is done."""
        return succeeded({**(request.previous_state or {}), **request.desired_state})

    def delete(self, request: ResourceRequest) -> ProgressEvent:
        """One that no table and no type uses; one that has gone already is no error."""
        keyspaces = request.aws_client_factory.keyspaces
        try:
            keyspaces.delete_type(**_names(request.desired_state))
        except keyspaces.exceptions.ResourceNotFoundException:
            request.logger.debug("type %s had gone already", request.desired_state["TypeName"])
        return succeeded({})


def fields_difference(wanted: list[dict[str, str]], there: Mapping) -> str | None:
    """Why the type that is there is not the one of the template, in words; none when it is."""
    has = there["fieldDefinitions"]
    if [(each["name"], cqltypes.canonical(each["type"])) for each in wanted] == [(f["name"], f["type"]) for f in has]:
        return None
    return (
        f"the fields of type {there['keyspaceName']}.{there['typeName']} are {has}, the template has {wanted}; "
        "name the type differently, or delete the one that is there"
    )


def _names(model: Mapping) -> dict[str, str]:
    return {"keyspaceName": model["KeyspaceName"], "typeName": model["TypeName"]}


def _described(model: Mapping, there: Mapping) -> dict:
    return {
        **model,
        "KeyspaceName": there["keyspaceName"],
        "TypeName": there["typeName"],
        **{name: there[member] for name, member in _ATTRIBUTES.items()},
        "LastModifiedTimestamp": there["lastModifiedTimestamp"].timestamp(),
    }
