"""What LocalStack finds through the entry point of the Keyspaces API."""

from localstack.services.plugins import Service, aws_provider


@aws_provider(api="keyspaces")
def keyspaces() -> Service:
    """The service `keyspaces`; the driver is imported when it is first used."""
    from caudal_localstack.keyspaces.catalog import Catalog
    from caudal_localstack.keyspaces.database import Database
    from caudal_localstack.keyspaces.provider import KeyspacesProvider
    from caudal_localstack.keyspaces.session import CassandraSession

    database = Database(CassandraSession())
    return Service.for_provider(KeyspacesProvider(database, Catalog(database)))
