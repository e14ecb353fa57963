"""Python functions, which CDK's own custom resources are."""

import json

from conftest import MakeSandbox, invocation

CODE = """
def handle(event, context):
    print("hello")
    if event.get("fail"):
        raise ValueError("no")
    return {"id": context.aws_request_id, "left": context.get_remaining_time_in_millis()}
"""


def test_a_python_handler(make_sandbox: MakeSandbox) -> None:
    sandbox = make_sandbox({"pack/main.py": CODE}, "pack/main.handle", "python3.13")
    asked = invocation()

    result = sandbox.invoke(asked)

    answer = json.loads(result.payload)
    assert answer["id"] == asked.request_id
    assert 0 < answer["left"] <= 5000
    assert "\nhello\n" in result.logs


def test_its_errors(make_sandbox: MakeSandbox) -> None:
    sandbox = make_sandbox({"main.py": CODE}, "main.handle", "python3.13")

    error = json.loads(sandbox.invoke(invocation('{"fail":true}')).payload)

    assert (error["errorType"], error["errorMessage"]) == ("ValueError", "no")


def test_a_module_that_cannot_be_imported(make_sandbox: MakeSandbox) -> None:
    sandbox = make_sandbox({"main.py": "import nowhere"}, "main.handle", "python3.13")

    assert json.loads(sandbox.invoke(invocation()).payload)["errorType"] == "ModuleNotFoundError"
