"""Python functions, which some of CDK's own custom resources are."""

import json
import re

import pytest

from conftest import MakeSandbox, invocation

CODE = """
import logging, sys

def handle(event, context):
    print("hello")
    logging.getLogger().warning("careful")
    logging.getLogger().info("below the level")
    if event.get("fail"):
        raise ValueError("no")
    if "exit" in event:
        sys.exit(event["exit"])
    if event.get("set"):
        return {1, 2}
    given = context.client_context
    return {
        "id": context.aws_request_id, "left": context.get_remaining_time_in_millis(), "name": context.function_name,
        "stream": context.log_stream_name, "memory": context.memory_limit_in_mb,
        "custom": given and given.custom, "title": given and given.client.app_title,
        "identity": context.identity.cognito_identity_id,
    }
"""


def test_a_python_handler(make_sandbox: MakeSandbox) -> None:
    sandbox = make_sandbox({"pack/main.py": CODE}, "pack/main.handle", "python3.13")
    asked = invocation(client_context='{"custom":{"k":"v"},"client":{"app_title":"t"}}')

    result = sandbox.invoke(asked)

    answer = json.loads(result.payload)
    assert 0 < answer.pop("left") <= 5000
    assert answer == {
        "id": asked.request_id,
        "name": "tested",
        "stream": "stream",
        "memory": "256",
        "custom": {"k": "v"},
        "title": "t",
        "identity": None,
    }
    assert "\nhello\n" in result.logs
    assert re.search(rf"\[WARNING\]\t[\d-]+T[\d:.]+Z\t{asked.request_id}\tcareful\n", result.logs)
    assert "below the level" not in result.logs


def test_an_error_of_the_handler(make_sandbox: MakeSandbox) -> None:
    sandbox = make_sandbox({"main.py": CODE}, "main.handle", "python3.13")
    asked = invocation('{"fail":true}')

    result = sandbox.invoke(asked)

    error = json.loads(result.payload)
    assert (error["errorType"], error["errorMessage"], error["requestId"]) == ("ValueError", "no", asked.request_id)
    assert len(error["stackTrace"]) == 1
    assert re.fullmatch(
        r'  File ".*main.py", line 9, in handle\n    raise ValueError\("no"\)\n', error["stackTrace"][0]
    )
    logged = next(line for line in result.logs.split("\n") if line.startswith("[ERROR]"))
    assert logged.startswith("[ERROR] ValueError: no\rTraceback (most recent call last):\r\u00a0\u00a0File")


@pytest.mark.parametrize(
    ("event", "kind", "message"),
    [
        ('{"exit":3}', "Runtime.ExitError", "RequestId: ID Error: Runtime exited with error: exit status 3"),
        ('{"exit":0}', "Runtime.ExitError", "RequestId: ID Error: Runtime exited without providing a reason"),
        (
            '{"set":true}',
            "Runtime.MarshalError",
            "Unable to marshal response: Object of type set is not JSON serializable",
        ),
    ],
)
def test_failures_in_lambdas_words(make_sandbox: MakeSandbox, event: str, kind: str, message: str) -> None:
    sandbox = make_sandbox({"main.py": CODE}, "main.handle", "python3.13")
    asked = invocation(event)

    error = json.loads(sandbox.invoke(asked).payload)

    assert (error["errorType"], error["errorMessage"]) == (kind, message.replace("ID", asked.request_id))
    assert not sandbox.invoke(invocation()).is_error


@pytest.mark.parametrize(
    ("code", "handler", "kind", "message"),
    [
        (
            "import nowhere",
            "main.handle",
            "Runtime.ImportModuleError",
            "Unable to import module 'main': No module named 'nowhere'",
        ),
        ("", "main.handle", "Runtime.HandlerNotFound", "Handler 'handle' missing on module 'main'"),
        (
            "def handle(:",
            "main.handle",
            "Runtime.UserCodeSyntaxError",
            "Syntax error in module 'main': invalid syntax (main.py, line 1)",
        ),
        (
            "",
            "main",
            "Runtime.MalformedHandlerName",
            "Bad handler 'main': not enough values to unpack (expected 2, got 1)",
        ),
        ("raise KeyError('k')", "main.handle", "KeyError", "'k'"),
    ],
)
def test_what_can_be_wrong_at_init(make_sandbox: MakeSandbox, code: str, handler: str, kind: str, message: str) -> None:
    sandbox = make_sandbox({"main.py": code}, handler, "python3.13")

    error = json.loads(sandbox.invoke(invocation()).payload)

    assert (error["errorType"], error["errorMessage"]) == (kind, message)
