"""The Keyspaces API. https://docs.aws.amazon.com/keyspaces/latest/APIReference/Welcome.html"""

from localstack.services.plugins import ServiceLifecycleHook

from caudal_localstack.keyspaces.keyspace_operations import KeyspaceOperations
from caudal_localstack.keyspaces.table_operations import TableOperations
from caudal_localstack.keyspaces.tag_operations import TagOperations
from caudal_localstack.keyspaces.type_operations import TypeOperations
from caudal_localstack.keyspaces.unsupported import UnsupportedOperations


class KeyspacesProvider(
    KeyspaceOperations, TableOperations, TypeOperations, TagOperations, UnsupportedOperations, ServiceLifecycleHook
):
    """Answers from a real Cassandra. Statuses are final at once: a schema change is done when its answer comes."""

    service = "keyspaces"
    version = "2022-02-10"

    def on_before_stop(self) -> None:
        """Ends the connection."""
        self._database.close()
