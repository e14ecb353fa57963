"""The operations on keyspaces."""

from collections.abc import Mapping

from localstack.aws.api import RequestContext

from caudal_localstack.keyspaces import arns, errors, paging, tags
from caudal_localstack.keyspaces.catalog import KEYSPACE, Facts
from caudal_localstack.keyspaces.lookup import Lookup, changeable
from caudal_localstack.keyspaces.operation import operation

_SYSTEM_KEYSPACES = ("system", "system_schema")
"""Those of Keyspaces' own that are here as well. `system_schema_mcs` and `system_multiregion_info` are not: to list
them would promise tables that no query finds."""


class KeyspaceOperations(Lookup):
    """Keyspaces have one region and one replica."""

    @operation("CreateKeyspace")
    def create_keyspace(self, context: RequestContext, request: Mapping) -> dict:
        """It is there when the answer comes."""
        keyspace = changeable(request)
        specification = request.get("replicationSpecification") or {}
        if specification.get("replicationStrategy") == "MULTI_REGION":
            raise errors.unsupported("replicationStrategy MULTI_REGION")
        if specification.get("regionList"):
            raise errors.validation("regionList goes with replicationStrategy MULTI_REGION alone")
        facts = Facts(tags=tags.merge({}, tags.from_api(request.get("tags"))))
        if self._database.has_keyspace(keyspace):
            raise errors.conflict(f"keyspace {keyspace} is there already")
        self._database.create_keyspace(keyspace)
        self._catalog.write(facts, keyspace)
        return {"resourceArn": arns.keyspace_arn(context, keyspace)}

    @operation("GetKeyspace")
    def get_keyspace(self, context: RequestContext, request: Mapping) -> dict:
        """Name, ARN, strategy."""
        return _summary(context, self._existing_keyspace(request))

    @operation("ListKeyspaces")
    def list_keyspaces(self, context: RequestContext, request: Mapping) -> dict:
        """The user's keyspaces, and the system keyspaces that Keyspaces shows too."""
        names = [name for name in self._database.keyspaces() if _is_listed(name)]
        shown, token = paging.page(names, request)
        return {"keyspaces": [_summary(context, name) for name in shown], **token}

    @operation("DeleteKeyspace")
    def delete_keyspace(self, context: RequestContext, request: Mapping) -> dict:
        """With all its tables and types, as on AWS."""
        keyspace = self._own_keyspace(request)
        self._database.drop_keyspace(keyspace)
        self._catalog.forget_keyspace(keyspace)
        return {}


def _is_listed(keyspace: str) -> bool:
    return keyspace in _SYSTEM_KEYSPACES or not (keyspace == KEYSPACE or keyspace.startswith("system"))


def _summary(context: RequestContext, keyspace: str) -> dict:
    return {
        "keyspaceName": keyspace,
        "resourceArn": arns.keyspace_arn(context, keyspace),
        "replicationStrategy": "SINGLE_REGION",
    }
