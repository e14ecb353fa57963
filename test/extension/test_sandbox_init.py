"""The init phase: what can go wrong in it, and that Lambda repeats it within the invocation."""

import json
import re

import pytest

from caudal_localstack.lambda_process import sandbox as sandbox_module
from conftest import MakeSandbox, invocation

ONCE = """
import fs from 'node:fs'
import os from 'node:os'
const mark = `${process.env.LAMBDA_TASK_ROOT}/../mark`
if (!fs.existsSync(mark)) { fs.writeFileSync(mark, ''); FAIL }
export const handler = async () => 'ok'
"""


@pytest.mark.parametrize(
    ("files", "kind", "message"),
    [
        ({"index.js": "throw new RangeError('at init')"}, "RangeError", "at init"),
        ({"index.js": "const a = ;"}, "Runtime.UserCodeSyntaxError", "SyntaxError: Unexpected token ';'"),
        ({"index.js": "require('not-there')"}, "Runtime.ImportModuleError", "Error: Cannot find module 'not-there'.*"),
        ({"index.mjs": "import 'not-there'"}, "Error", "Cannot find package 'not-there' imported from .*"),
        ({"other.js": ""}, "Runtime.ImportModuleError", "Error: Cannot find module 'index'\nRequire stack:.*"),
        ({"index.js": "exports.other = 1"}, "Runtime.HandlerNotFound", "index.handler is undefined or not exported"),
        ({"index.js": "exports.handler = 1"}, "Runtime.HandlerNotFound", "index.handler is not a function"),
        ({"index.js": "process.exit(3)"}, "Runtime.ExitError", ".*Runtime exited with error: exit status 3"),
        (
            {"index.js": "Promise.reject(new Error('nobody'))\nexports.handler = async () => {}"},
            "Runtime.UnhandledPromiseRejection",
            "Error: nobody",
        ),
        ({"index.mjs": "await new Promise(() => {})"}, "Runtime.NodeJsExit", ".*never settled.*"),
    ],
)
def test_a_failing_init_is_repeated_and_then_the_error_of_each_invocation(
    make_sandbox: MakeSandbox, files: dict[str, str], kind: str, message: str
) -> None:
    sandbox = make_sandbox(files)

    results = [sandbox.invoke(invocation()) for _ in range(2)]

    for result, phases in zip(results, (["init", "invoke"], ["invoke"]), strict=True):
        error = json.loads(result.payload)
        assert result.is_error
        assert error["errorType"] == kind
        assert re.fullmatch(message, error["errorMessage"], re.DOTALL)
        failed = rf"INIT_REPORT Init Duration: [\d.]+ ms\tPhase: (\w+)\tStatus: error\tError Type: {kind}\n"
        assert re.findall(failed, result.logs) == phases
        assert result.logs.rindex("INIT_REPORT") < result.logs.index("START RequestId")


@pytest.mark.parametrize("handler", ["index", "../index.handler"])
def test_a_handler_name_that_is_none(make_sandbox: MakeSandbox, handler: str) -> None:
    error = json.loads(make_sandbox({"index.js": ""}, handler).invoke(invocation()).payload)

    assert error["errorType"] == "Runtime.MalformedHandlerName"


def test_an_init_that_fails_once_costs_no_invocation(make_sandbox: MakeSandbox) -> None:
    result = make_sandbox({"index.mjs": ONCE.replace("FAIL", "throw new Error('once')")}, plain=True).invoke(
        invocation()
    )

    assert result.payload == b'"ok"'
    assert "Phase: init\tStatus: error\tError Type: Error\n" in result.logs


def test_a_slow_init_is_repeated_within_the_invocation(
    make_sandbox: MakeSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox_module, "INIT_TIMEOUT_S", 0.2)
    code = "await new Promise((resolve) => setTimeout(resolve, 500)); export const handler = async () => 'ok'"

    result = make_sandbox({"index.mjs": code}).invoke(invocation())

    assert result.payload == b'"ok"'
    assert "Phase: init\tStatus: timeout\n" in result.logs


def test_an_init_that_never_ends_is_a_timeout(make_sandbox: MakeSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_module, "INIT_TIMEOUT_S", 0.2)
    sandbox = make_sandbox({"index.mjs": "for (;;);"}, timeout_s=1)

    assert json.loads(sandbox.invoke(invocation()).payload)["errorType"] == "Sandbox.Timedout"
