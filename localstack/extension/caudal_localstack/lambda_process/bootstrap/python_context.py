"""The context object of a python handler.

https://docs.aws.amazon.com/lambda/latest/dg/python-context.html
"""

import json
import os
import sys
import time
from types import SimpleNamespace

_CLIENT = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")


class Context:
    """Made of the headers that come with an invocation."""

    def __init__(self, headers):
        self._deadline_ms = int(headers["Lambda-Runtime-Deadline-Ms"])
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.client_context = _client_context(headers.get("Lambda-Runtime-Client-Context"))
        self.identity = _identity(headers.get("Lambda-Runtime-Cognito-Identity"))

    def get_remaining_time_in_millis(self):
        """Until the function's timeout, in ms; never below 0."""
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, message):
        """Writes to the log, without a newline of its own."""
        sys.stdout.write(str(message))


def _client_context(header):
    if not header:
        return None
    given = json.loads(header)
    client = given.get("client")
    return SimpleNamespace(
        custom=given.get("custom"),
        env=given.get("env"),
        client=client and SimpleNamespace(**{name: client.get(name) for name in _CLIENT}),
    )


def _identity(header):
    given = json.loads(header) if header else {}
    return SimpleNamespace(
        cognito_identity_id=given.get("cognitoIdentityId"),
        cognito_identity_pool_id=given.get("cognitoIdentityPoolId"),
    )
