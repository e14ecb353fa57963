"""The operations on tags."""

from collections.abc import Mapping

from localstack.aws.api import RequestContext

from caudal_localstack.keyspaces import paging, tags
from caudal_localstack.keyspaces.lookup import Lookup
from caudal_localstack.keyspaces.operation import operation


class TagOperations(Lookup):
    """Of keyspaces and tables; types have none."""

    @operation("TagResource")
    def tag_resource(self, context: RequestContext, request: Mapping) -> dict:
        """Adds tags, or gives those there are another value."""
        keyspace, table = self._existing_resource(request)
        facts = self._catalog.read(keyspace, table)
        facts.tags = tags.merge(facts.tags, tags.from_api(request["tags"]))
        self._catalog.write(facts, keyspace, table)
        return {}

    @operation("UntagResource")
    def untag_resource(self, context: RequestContext, request: Mapping) -> dict:
        """Takes tags away, by their keys."""
        keyspace, table = self._existing_resource(request)
        facts = self._catalog.read(keyspace, table)
        gone = tags.from_api(request["tags"])
        facts.tags = {key: value for key, value in facts.tags.items() if key not in gone}
        self._catalog.write(facts, keyspace, table)
        return {}

    @operation("ListTagsForResource")
    def list_tags_for_resource(self, context: RequestContext, request: Mapping) -> dict:
        """The tags of a keyspace or a table."""
        known = self._catalog.read(*self._existing_resource(request)).tags
        shown, token = paging.page(list(known), request)
        return {"tags": tags.to_api(known, shown), **token}
