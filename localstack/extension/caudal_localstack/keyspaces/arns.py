"""ARNs of Keyspaces' resources.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html
"""

import re

from localstack.aws.api import RequestContext

from caudal_localstack.keyspaces import errors

_ARN = re.compile(
    r"arn:[^:]+:cassandra:[^:]*:\d{12}:/keyspace/(?P<keyspace>[a-zA-Z0-9_]{1,48})/(?:table/(?P<table>[a-zA-Z0-9_]{1,48}))?"
)


def keyspace_arn(context: RequestContext, keyspace: str) -> str:
    """ARN of a keyspace; it ends in a slash."""
    return f"arn:{context.partition}:cassandra:{context.region}:{context.account_id}:/keyspace/{keyspace}/"


def table_arn(context: RequestContext, keyspace: str, table: str) -> str:
    """ARN of a table."""
    return f"{keyspace_arn(context, keyspace)}table/{table}"


def parse(arn: str) -> tuple[str, str]:
    """Keyspace and table of an ARN; the table is empty where it names a keyspace. @raises ValidationException"""
    found = _ARN.fullmatch(arn)
    if not found:
        raise errors.validation(f'resourceArn must be the ARN of a keyspace or a table (received "{arn}")')
    return found["keyspace"], found["table"] or ""
