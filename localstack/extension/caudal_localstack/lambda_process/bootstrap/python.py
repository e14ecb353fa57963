"""Client of the Lambda Runtime API for python functions. Uses nothing but the standard library.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import http.client
import json
import os
import signal
import sys
import threading

from python_context import Context
from python_errors import FaultError, describe, log
from python_handler import load_handler
from python_logging import set_up_logging

_PREFIX = "/2018-06-01/runtime/"
_in_hand = {"request_id": None}


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


def report(client, error, path, request_id=""):
    """Logs an error and hands it to Lambda."""
    described = describe(error, request_id)
    log(described)
    sys.stdout.flush()
    client.call("POST", path, json.dumps(described).encode())


def answer(handler, event, headers):
    """What the handler returns, as JSON."""
    try:
        event = json.loads(event)
    except ValueError as error:
        raise FaultError("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from error
    returned = handler(event, Context(headers))
    try:
        return json.dumps(returned, ensure_ascii=False).encode()
    except (TypeError, ValueError) as error:
        raise FaultError("Runtime.MarshalError", f"Unable to marshal response: {error}") from error


def serve(client, handler):
    """Runs one invocation after the other until LocalStack has no more."""
    while True:
        response, event = client.call("GET", "invocation/next")
        if response.status != http.client.OK:
            return
        request_id = _in_hand["request_id"] = response.headers["Lambda-Runtime-Aws-Request-Id"]
        os.environ["_X_AMZN_TRACE_ID"] = response.headers.get("Lambda-Runtime-Trace-Id", "")
        try:
            output = answer(handler, event, response.headers)
        except Exception as error:
            report(client, error, f"invocation/{request_id}/error", request_id)
            continue
        sys.stdout.flush()
        client.call("POST", f"invocation/{request_id}/response", output)


def main():
    """Runs the init phase, then invocations."""
    end_with_localstack(int(sys.argv[1]))
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    set_up_logging(lambda: _in_hand["request_id"])
    client = RuntimeClient(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:
        report(client, error, "init/error")
        sys.exit(1)
    serve(client, handler)


if __name__ == "__main__":
    main()
