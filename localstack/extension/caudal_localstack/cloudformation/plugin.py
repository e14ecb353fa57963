"""What LocalStack finds through the entry points of resource types and of their hook."""

from localstack.runtime import hooks
from localstack.services.cloudformation.resource_provider import CloudFormationResourceProviderPlugin
from localstack.utils.patch import patch

from caudal_localstack import settings


class KeyspacePlugin(CloudFormationResourceProviderPlugin):
    """`AWS::Cassandra::Keyspace`."""

    name = "AWS::Cassandra::Keyspace"

    def load(self) -> None:
        """Names the class of providers."""
        from caudal_localstack.cloudformation.keyspace import KeyspaceProvider

        self.factory = KeyspaceProvider


class TablePlugin(CloudFormationResourceProviderPlugin):
    """`AWS::Cassandra::Table`."""

    name = "AWS::Cassandra::Table"

    def load(self) -> None:
        """Names the class of providers."""
        from localstack.services.cloudformation.engine.quirks import PHYSICAL_RESOURCE_ID_SPECIAL_CASES

        from caudal_localstack.cloudformation.table import TableProvider

        PHYSICAL_RESOURCE_ID_SPECIAL_CASES[self.name] = "</properties/KeyspaceName>|</properties/TableName>"
        self.factory = TableProvider


class TypePlugin(CloudFormationResourceProviderPlugin):
    """`AWS::Cassandra::Type`."""

    name = "AWS::Cassandra::Type"

    def load(self) -> None:
        """Names the class of providers."""
        from localstack.services.cloudformation.engine.quirks import PHYSICAL_RESOURCE_ID_SPECIAL_CASES

        from caudal_localstack.cloudformation.user_type import TypeProvider

        PHYSICAL_RESOURCE_ID_SPECIAL_CASES[self.name] = "</properties/KeyspaceName>|</properties/TypeName>"
        self.factory = TypeProvider


class LogPolicyPlugin(CloudFormationResourceProviderPlugin):
    """`AWS::Logs::ResourcePolicy`."""

    name = "AWS::Logs::ResourcePolicy"

    def load(self) -> None:
        """Names the class of providers."""
        from caudal_localstack.cloudformation.log_policy import LogPolicyProvider

        self.factory = LogPolicyProvider


class CustomResourcePlugin(CloudFormationResourceProviderPlugin):
    """`AWS::CloudFormation::CustomResource`, which LocalStack takes every `Custom::…` for."""

    name = "AWS::CloudFormation::CustomResource"

    def load(self) -> None:
        """Names the class of providers, and serves the address to which answers are sent."""
        from localstack.http import Response
        from localstack.services.edge import ROUTER

        from caudal_localstack.cloudformation import custom_resource_answers as answers
        from caudal_localstack.cloudformation.custom_resource import CustomResourceProvider

        def receive(request, identifier: str) -> Response:
            return Response(status=200 if answers.receive(identifier, request.get_data()) else 404)

        if not self._is_served:
            ROUTER.add(f"{answers.PATH}<identifier>", receive, methods=["PUT"])
            CustomResourcePlugin._is_served = True
        self.factory = CustomResourceProvider

    _is_served = False


@hooks.on_infra_start()
def roll_back_failed_deployments() -> None:
    """Gives LocalStack's CloudFormation the roll-back, and the replacement, of AWS's."""
    from localstack.services.cloudformation.v2 import entities, provider
    from localstack.utils.patch import patch

    from caudal_localstack.cloudformation import rollback, stack_status

    provider.ChangeSetModelExecutor = rollback.RollingBackExecutor
    patch(entities.Stack.set_stack_status)(stack_status.set_stack_status)


@hooks.on_infra_start()
def adopt_what_was_kept() -> None:
    """Lets LocalStack's providers of tables and streams take up what outlived LocalStack's memory of it."""
    from localstack.services.dynamodb.resource_providers.aws_dynamodb_table import DynamoDBTableProvider
    from localstack.services.kinesis.resource_providers.aws_kinesis_stream import KinesisStreamProvider

    from caudal_localstack.cloudformation import dynamodb_table, kinesis_stream

    if settings.dynamodb_port():
        patch(DynamoDBTableProvider.create)(dynamodb_table.create_or_adopt)
        patch(DynamoDBTableProvider.update, pass_target=False)(dynamodb_table.update)
    if settings.kinesis_port():
        patch(KinesisStreamProvider.create, pass_target=False)(kinesis_stream.create_or_adopt)
        patch(KinesisStreamProvider.update, pass_target=False)(kinesis_stream.update)
