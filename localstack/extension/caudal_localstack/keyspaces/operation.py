"""How a method becomes an operation of the API."""

from collections.abc import Callable, Mapping
from functools import wraps

from localstack.aws.api import RequestContext, handler

from caudal_localstack.keyspaces import constraints

Method = Callable[[object, RequestContext, Mapping], dict]


def operation(name: str) -> Callable[[Method], Method]:
    """Makes a method answer the operation of that name, once the request is one that the API's model allows."""

    def decorate(method: Method) -> Method:
        @wraps(method)
        def checked(self: object, context: RequestContext, request: Mapping) -> dict:
            constraints.check(name, request)
            return method(self, context, request)

        return handler(name, expand=False)(checked)

    return decorate
