"""What LocalStack finds through the entry points of the resource types."""

from localstack.services.cloudformation.resource_provider import CloudFormationResourceProviderPlugin


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
