"""`AWS::Cassandra::Keyspace`.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-keyspace.html
"""

from typing import ClassVar

from localstack.services.cloudformation.resource_provider import ProgressEvent, ResourceProvider, ResourceRequest

from caudal_localstack.cloudformation.properties import (
    adopted,
    boolean,
    failed,
    generated_name,
    succeeded,
    sync_tags,
    tags_to_api,
)


class KeyspaceProvider(ResourceProvider):
    """Adopts a keyspace that is there already, where AWS would fail: Cassandra keeps what a stack was lost of."""

    TYPE = "AWS::Cassandra::Keyspace"
    SCHEMA: ClassVar[dict] = {
        "typeName": TYPE,
        "primaryIdentifier": ["/properties/KeyspaceName"],
        "createOnlyProperties": ["/properties/KeyspaceName"],
        "properties": {
            "ClientSideTimestampsEnabled": {"type": "boolean"},
            "KeyspaceName": {"type": "string"},
            "ReplicationSpecification": {"type": "object"},
            "Tags": {"type": "array"},
        },
        "handlers": {},
    }

    def create(self, request: ResourceRequest) -> ProgressEvent:
        """Makes it, or adopts it."""
        model = {**request.desired_state}
        model.setdefault("KeyspaceName", generated_name(request))
        if unsupported := _unsupported(model):
            return failed(model, unsupported)
        keyspaces = request.aws_client_factory.keyspaces
        tags = tags_to_api(model.get("Tags"))
        try:
            keyspaces.create_keyspace(keyspaceName=model["KeyspaceName"], **({"tags": tags} if tags else {}))
        except keyspaces.exceptions.ConflictException:
            self._sync_tags(request, model)
            return adopted(model)
        return succeeded(model)

    def read(self, request: ResourceRequest) -> ProgressEvent:
        """Its name, if it is there."""
        name = request.desired_state["KeyspaceName"]
        request.aws_client_factory.keyspaces.get_keyspace(keyspaceName=name)
        return succeeded({"KeyspaceName": name})

    def update(self, request: ResourceRequest) -> ProgressEvent:
        """Changes the tags."""
        model = {"KeyspaceName": (request.previous_state or {}).get("KeyspaceName"), **request.desired_state}
        if unsupported := _unsupported(model):
            return failed(model, unsupported)
        self._sync_tags(request, model)
        return succeeded(model)

    def delete(self, request: ResourceRequest) -> ProgressEvent:
        """With all its tables and types; one that has gone already is no error."""
        keyspaces = request.aws_client_factory.keyspaces
        try:
            keyspaces.delete_keyspace(keyspaceName=request.desired_state["KeyspaceName"])
        except keyspaces.exceptions.ResourceNotFoundException:
            request.logger.debug("keyspace %s had gone already", request.desired_state["KeyspaceName"])
        return succeeded({})

    @staticmethod
    def _sync_tags(request: ResourceRequest, model: dict) -> None:
        keyspaces = request.aws_client_factory.keyspaces
        arn = keyspaces.get_keyspace(keyspaceName=model["KeyspaceName"])["resourceArn"]
        sync_tags(keyspaces, arn, model.get("Tags"))


def _unsupported(model: dict) -> str | None:
    if (model.get("ReplicationSpecification") or {}).get("ReplicationStrategy", "SINGLE_REGION") != "SINGLE_REGION":
        return "ReplicationStrategy MULTI_REGION is not supported locally; make it SINGLE_REGION"
    if boolean(model.get("ClientSideTimestampsEnabled")):
        return (
            "ClientSideTimestampsEnabled of a keyspace is not supported locally; set it on its tables, and leave it out"
        )
    return None
