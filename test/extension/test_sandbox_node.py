"""Node functions in real processes: results, errors, time-outs, crashes, logs."""

import contextlib
import json
import os
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from conftest import MakeSandbox, invocation

ECHO = "export const handler = async (event, context) => ({ event, context, pid: process.pid })"


def test_a_handler_gets_event_and_context_and_is_reused_warm(make_sandbox: MakeSandbox) -> None:
    sandbox = make_sandbox({"index.mjs": ECHO})
    asked = invocation('{"a":1}', client_context='{"custom":{"k":"v"}}')

    first, second = sandbox.invoke(asked), sandbox.invoke(invocation())

    answer = json.loads(first.payload)
    assert not first.is_error
    assert answer["event"] == {"a": 1}
    assert answer["context"]["awsRequestId"] == asked.request_id
    assert answer["context"]["invokedFunctionArn"] == asked.function_arn
    assert answer["context"]["functionName"] == "tested"
    assert answer["context"]["memoryLimitInMB"] == "256"
    assert answer["context"]["clientContext"] == {"custom": {"k": "v"}}
    assert json.loads(second.payload)["pid"] == answer["pid"]


def test_nothing_is_null(make_sandbox: MakeSandbox) -> None:
    assert make_sandbox({"index.mjs": "export const handler = async () => {}"}).invoke(invocation()).payload == b"null"


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        ("throw new TypeError('boom')", "TypeError", "boom"),
        ("throw 'words'", "string", "words"),
        ("return 1n", "Error", "Unable to stringify response body as json: .*BigInt"),
        ("Promise.reject(new Error('nobody')); await wait(2000)", "Runtime.UnhandledPromiseRejection", "Error: nobody"),
        ("setTimeout(() => { throw new RangeError('later') }); await wait(2000)", "RangeError", "later"),
        ("await new Promise(() => {})", "Runtime.NodeJsExit", ".*never settled.*"),
        ("process.exit(1)", "Runtime.ExitError", "RequestId: ID Error: Runtime exited with error: exit status 1"),
        ("process.exit(0)", "Runtime.ExitError", "RequestId: ID Error: Runtime exited without providing a reason"),
        (
            "process.kill(process.pid, 'SIGKILL'); await wait(2000)",
            "Runtime.ExitError",
            "RequestId: ID Error: Runtime exited with error: signal: killed",
        ),
        (
            "process.kill(process.pid, 'SIGSEGV'); await wait(2000)",
            "Runtime.ExitError",
            "RequestId: ID Error: Runtime exited with error: signal: segmentation fault",
        ),
        (
            "return 'x'.repeat(6291556)",
            "Function.ResponseSizeTooLarge",
            r"Response payload size exceeded maximum allowed payload size \(6291556 bytes\).",
        ),
    ],
)
def test_failures_have_lambdas_words_and_leave_a_working_environment(
    make_sandbox: MakeSandbox, body: str, kind: str, message: str
) -> None:
    wait = "const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))"
    code = f"{wait}\nexport const handler = async (event) => {{ if (event.ok) return 'fine'; {body} }}"
    sandbox = make_sandbox({"index.mjs": code})
    asked = invocation()

    failed = sandbox.invoke(asked)

    error = json.loads(failed.payload)
    assert failed.is_error
    assert error["errorType"] == kind
    assert re.fullmatch(message.replace("ID", asked.request_id), error["errorMessage"], re.DOTALL)
    assert f"Status: error\tError Type: {kind}\n" in failed.logs
    assert sandbox.invoke(invocation('{"ok":true}')).payload == b'"fine"'


def test_a_timeout_kills_the_process_and_the_next_one_is_fresh(make_sandbox: MakeSandbox) -> None:
    spin = "if (event.spin) { console.log('spinning'); for (;;); }"
    code = f"export const handler = async (event) => {{ {spin} return process.pid }}"
    sandbox = make_sandbox({"index.mjs": code}, timeout_s=1)
    old = json.loads(sandbox.invoke(invocation()).payload)
    asked = invocation('{"spin":true}')

    began = time.monotonic()
    late = sandbox.invoke(asked)

    message = f"RequestId: {asked.request_id} Error: Task timed out after 1.00 seconds"
    assert 0.9 < time.monotonic() - began < 3
    assert json.loads(late.payload) == {"errorType": "Sandbox.Timedout", "errorMessage": message}
    assert re.search(rf"Z {asked.request_id} Task timed out after 1.00 seconds\nEND", late.logs)
    assert "INFO\tspinning" in late.logs
    assert late.logs.endswith("Status: timeout\n")
    assert not _is_alive(old)
    assert json.loads(sandbox.invoke(invocation()).payload) != old


def test_a_process_that_died_between_invocations_costs_none(make_sandbox: MakeSandbox) -> None:
    sandbox = make_sandbox({"index.mjs": ECHO})
    pid = json.loads(sandbox.invoke(invocation()).payload)["pid"]

    os.kill(pid, signal.SIGKILL)
    _wait_until_dead(pid)

    assert not sandbox.invoke(invocation()).is_error


def test_stopping_ends_a_running_invocation_and_removes_the_folders(make_sandbox: MakeSandbox, tmp_path) -> None:
    sandbox = make_sandbox({"index.mjs": "export const handler = () => new Promise((r) => setTimeout(r, 60_000))"})
    with ThreadPoolExecutor() as pool:
        running = pool.submit(sandbox.invoke, invocation())
        time.sleep(0.3)
        sandbox.stop()
        assert json.loads(running.result(timeout=5).payload)["errorType"] == "Runtime.ExitError"
    assert not list(tmp_path.glob("box-*"))


def _wait_until_dead(pid: int) -> None:
    """Waits until it has closed its files, be its exit code read or not.

    Its first thread may be dead while others, which hold the same files, still are not.
    """
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        while process.status() != psutil.STATUS_ZOMBIE or process.num_threads() > 1:
            time.sleep(0.01)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
