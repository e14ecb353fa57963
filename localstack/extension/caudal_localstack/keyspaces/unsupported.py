"""The operations that have no counterpart in Cassandra."""

from collections.abc import Callable, Mapping

from localstack.aws.api import RequestContext

from caudal_localstack.keyspaces import errors
from caudal_localstack.keyspaces.operation import operation

UNSUPPORTED = ("GetTableAutoScalingSettings", "RestoreTable", "UpdateKeyspace")


def _refusal(name: str) -> Callable:
    @operation(name)
    def refuse(self: object, context: RequestContext, request: Mapping) -> dict:
        raise errors.unsupported(name)

    refuse.__name__ = f"refuse_{name}"
    return refuse


class UnsupportedOperations:
    """Answers each of them with an error that says so."""


for _name in UNSUPPORTED:
    setattr(UnsupportedOperations, f"refuse_{_name}", _refusal(_name))
