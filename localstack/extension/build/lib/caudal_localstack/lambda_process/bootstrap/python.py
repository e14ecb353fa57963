"""Client of the Lambda Runtime API for python functions. Uses nothing but the standard library.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import http.client
import importlib
import json
import os
import signal
import sys
import threading
import time
import traceback
from types import SimpleNamespace

_PREFIX = "/2018-06-01/runtime/"


class RuntimeClient:
    """One connection to the Runtime API."""

    def __init__(self, address):
        self._connection = http.client.HTTPConnection(address)

    def call(self, method, path, body=None):
        """Sends a request; gives the response and its body."""
        self._connection.request(method, _PREFIX + path, body)
        response = self._connection.getresponse()
        return response, response.read()


def end_with_localstack(lifeline):
    """Ends this process when LocalStack ends: the other end of the pipe closes with it, however it dies."""

    def wait():
        os.read(lifeline, 1)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=wait, daemon=True).start()


def describe(error, request_id=""):
    """The error as Lambda's Python runtime reports it."""
    described = {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "requestId": request_id,
        "stackTrace": traceback.format_tb(error.__traceback__),
    }
    print(
        f"[ERROR] {described['errorType']}: {described['errorMessage']}\n{''.join(described['stackTrace'])}", flush=True
    )
    return json.dumps(described).encode()


def load_handler():
    """The function that `_HANDLER` names, as `folder/module.function`."""
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    module, _, name = os.environ["_HANDLER"].rpartition(".")
    return getattr(importlib.import_module(module.replace("/", ".")), name)


def context(headers):
    """https://docs.aws.amazon.com/lambda/latest/dg/python-context.html"""
    deadline = int(headers["Lambda-Runtime-Deadline-Ms"])
    client_context = headers.get("Lambda-Runtime-Client-Context")
    return SimpleNamespace(
        aws_request_id=headers["Lambda-Runtime-Aws-Request-Id"],
        client_context=SimpleNamespace(**json.loads(client_context)) if client_context else None,
        function_name=os.environ["AWS_LAMBDA_FUNCTION_NAME"],
        function_version=os.environ["AWS_LAMBDA_FUNCTION_VERSION"],
        get_remaining_time_in_millis=lambda: max(0, deadline - int(time.time() * 1000)),
        identity=None,
        invoked_function_arn=headers["Lambda-Runtime-Invoked-Function-Arn"],
        log_group_name=os.environ["AWS_LAMBDA_LOG_GROUP_NAME"],
        log_stream_name=os.environ["AWS_LAMBDA_LOG_STREAM_NAME"],
        memory_limit_in_mb=os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
    )


def serve(client, handler):
    """Runs one invocation after the other until LocalStack has no more."""
    while True:
        response, event = client.call("GET", "invocation/next")
        if response.status != http.client.OK:
            return
        request_id = response.headers["Lambda-Runtime-Aws-Request-Id"]
        os.environ["_X_AMZN_TRACE_ID"] = response.headers.get("Lambda-Runtime-Trace-Id", "")
        try:
            output = json.dumps(handler(json.loads(event), context(response.headers))).encode()
            verdict = "response"
        except Exception as error:
            output, verdict = describe(error, request_id), "error"
        sys.stdout.flush()
        client.call("POST", f"invocation/{request_id}/{verdict}", output)


def main():
    """Runs the init phase, then invocations."""
    end_with_localstack(int(sys.argv[1]))
    client = RuntimeClient(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        handler = load_handler()
    except Exception as error:
        client.call("POST", "init/error", describe(error))
        sys.exit(1)
    serve(client, handler)


if __name__ == "__main__":
    main()
