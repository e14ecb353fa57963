"""`AWS::Cassandra::Keyspace`.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-keyspace.html
"""

from localstack.services.cloudformation.resource_provider import ProgressEvent, ResourceProvider, ResourceRequest

from caudal_localstack.cloudformation.properties import failed, generated_name, succeeded, sync_tags, tags_to_api


class KeyspaceProvider(ResourceProvider):
    """Adopts a keyspace that is there already: LocalStack forgets its stacks when it ends, Cassandra nothing."""

    TYPE = "AWS::Cassandra::Keyspace"
    SCHEMA = {
        "typeName": TYPE,
        "primaryIdentifier": ["/properties/KeyspaceName"],
        "createOnlyProperties": ["/properties/KeyspaceName"],
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
        """Changes the tags. The name cannot change."""
        model = {**request.desired_state}
        old = (request.previous_state or {}).get("KeyspaceName")
        new = model.setdefault("KeyspaceName", old)
        if old and new != old:
            return failed(model, f'KeyspaceName cannot change from "{old}" to "{new}"; declare a second keyspace')
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
