"""`AWS::Cassandra::Table`.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-table.html
"""

from typing import ClassVar

from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceProvider,
    ResourceRequest,
)

from caudal_localstack.cloudformation import table_model
from caudal_localstack.cloudformation.properties import (
    adopted,
    failed,
    generated_name,
    succeeded,
    sync_tags,
    tags_to_api,
)


class TableProvider(ResourceProvider):
    """Adopts a table that is there already, where AWS would fail, if its keys and types agree.

    Columns that it lacks are added.
    """

    TYPE = "AWS::Cassandra::Table"
    SCHEMA: ClassVar[dict] = {
        "typeName": TYPE,
        "primaryIdentifier": ["/properties/KeyspaceName", "/properties/TableName"],
        "createOnlyProperties": [f"/properties/{name}" for name in table_model.CREATE_ONLY],
        "properties": {name: {} for name in table_model.PROPERTIES},
        "handlers": {},
    }

    def create(self, request: ResourceRequest) -> ProgressEvent:
        """Makes it, or adopts it."""
        model = {**request.desired_state}
        model.setdefault("TableName", generated_name(request))
        if unsupported := table_model.unsupported(model):
            return failed(model, unsupported)
        keyspaces = request.aws_client_factory.keyspaces
        tags = tags_to_api(model.get("Tags"))
        try:
            keyspaces.create_table(**table_model.create_request(model), **({"tags": tags} if tags else {}))
        except keyspaces.exceptions.ConflictException:
            event = self._bring_to(request, model)
            return adopted(model) if event.status is OperationStatus.SUCCESS else event
        return succeeded(model)

    def read(self, request: ResourceRequest) -> ProgressEvent:
        """Its names, if it is there."""
        names = {name: request.desired_state[name] for name in ("KeyspaceName", "TableName")}
        request.aws_client_factory.keyspaces.get_table(**table_model.names(names))
        return succeeded(names)

    def update(self, request: ResourceRequest) -> ProgressEvent:
        """Adds columns, changes settings and tags; types cannot change."""
        model = {"TableName": (request.previous_state or {}).get("TableName"), **request.desired_state}
        if unsupported := table_model.unsupported(model):
            return failed(model, unsupported)
        return self._bring_to(request, model)

    def delete(self, request: ResourceRequest) -> ProgressEvent:
        """With all its rows; one that has gone already is no error."""
        keyspaces = request.aws_client_factory.keyspaces
        try:
            keyspaces.delete_table(**table_model.names(request.desired_state))
        except keyspaces.exceptions.ResourceNotFoundException:
            request.logger.debug("table %s had gone already", request.desired_state.get("TableName"))
        return succeeded({})

    @staticmethod
    def _bring_to(request: ResourceRequest, model: dict) -> ProgressEvent:
        """Changes the table that there is, call by call, into the one that the template wants."""
        keyspaces = request.aws_client_factory.keyspaces
        there = keyspaces.get_table(**table_model.names(model))
        if difference := table_model.incompatible(model, there):
            return failed(model, difference)
        for change in table_model.changes(model, there):
            keyspaces.update_table(**table_model.names(model), **change)
        sync_tags(keyspaces, there["resourceArn"], model.get("Tags"))
        return succeeded(model)
