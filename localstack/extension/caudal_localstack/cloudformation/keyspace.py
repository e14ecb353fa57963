"""`AWS::Cassandra::Keyspace`.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-keyspace.html
"""

from typing import ClassVar

from localstack.services.cloudformation.resource_provider import ProgressEvent, ResourceProvider, ResourceRequest

from caudal_localstack.cloudformation.properties import failed, generated_name, succeeded, sync_tags, tags_to_api


class KeyspaceProvider(ResourceProvider):
    """Adopts a keyspace that is there already: LocalStack forgets its stacks when it ends, Cassandra nothing.

    The schema names no `createOnlyProperties`: LocalStack would answer a change of one with create and delete, and the
    delete would drop what the create has adopted, or follow a create that failed.
    """

    TYPE = "AWS::Cassandra::Keyspace"
    SCHEMA: ClassVar[dict] = {
        "typeName": TYPE,
        "primaryIdentifier": ["/properties/KeyspaceName"],
        "properties": {
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
        keyspaces = request.aws_client_factory.keyspaces
        if self._strategy(model) != "SINGLE_REGION":
            return failed(model, "ReplicationSpecification must be SINGLE_REGION locally (received MULTI_REGION)")
        tags = tags_to_api(model.get("Tags"))
        try:
            keyspaces.create_keyspace(keyspaceName=model["KeyspaceName"], **({"tags": tags} if tags else {}))
        except keyspaces.exceptions.ConflictException:
            self._sync_tags(request, model)
        return succeeded(model)

    def read(self, request: ResourceRequest) -> ProgressEvent:
        """Its name, if it is there."""
        name = request.desired_state["KeyspaceName"]
        request.aws_client_factory.keyspaces.get_keyspace(keyspaceName=name)
        return succeeded({"KeyspaceName": name})

    def update(self, request: ResourceRequest) -> ProgressEvent:
        """Changes the tags. Under another name it makes another keyspace; the old one stays, with its rows."""
        previous = request.previous_state or {}
        model = {"KeyspaceName": previous.get("KeyspaceName"), **request.desired_state}
        if model["KeyspaceName"] != previous.get("KeyspaceName"):
            return self.create(request)
        self._sync_tags(request, model)
        return succeeded(model)

    def delete(self, request: ResourceRequest) -> ProgressEvent:
        """With all its tables; one that has gone already is no error."""
        keyspaces = request.aws_client_factory.keyspaces
        try:
            keyspaces.delete_keyspace(keyspaceName=request.desired_state["KeyspaceName"])
        except keyspaces.exceptions.ResourceNotFoundException:
            request.logger.debug("keyspace %s had gone already", request.desired_state["KeyspaceName"])
        return succeeded({})

    @staticmethod
    def _strategy(model: dict) -> str:
        return (model.get("ReplicationSpecification") or {}).get("ReplicationStrategy", "SINGLE_REGION")

    @staticmethod
    def _sync_tags(request: ResourceRequest, model: dict) -> None:
        keyspaces = request.aws_client_factory.keyspaces
        arn = keyspaces.get_keyspace(keyspaceName=model["KeyspaceName"])["resourceArn"]
        sync_tags(keyspaces, arn, model.get("Tags"))
