"""The memory limit, and the figure of it in the log."""

import json
import re
import sys

import pytest

from conftest import MakeSandbox, invocation

NODE = """
import { execFileSync } from 'node:child_process'
const hold = []
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
export const handler = async ({ mb = 0, release, child }) => {
  const script = `globalThis.held = Buffer.alloc(${child} * 1048576, 1); setTimeout(() => {}, 3000)`
  if (child) execFileSync(process.execPath, ['-e', script])
  hold.push(Buffer.alloc(mb * 1048576, 1))
  if (release) hold.pop()
  else if (mb) await wait(2000)
  return process.pid
}
"""
PYTHON = """
import os, time
def handle(event, context):
    held = b"x" * event.get("mb", 0) * 1048576
    time.sleep(2 if held else 0)
    return os.getpid()
"""


@pytest.mark.parametrize(
    ("files", "handler", "runtime"),
    [({"index.mjs": NODE}, "index.handler", "nodejs24.x"), ({"main.py": PYTHON}, "main.handle", "python3.13")],
)
def test_a_function_over_its_limit_is_killed_and_the_next_one_is_fresh(
    make_sandbox: MakeSandbox, files: dict[str, str], handler: str, runtime: str
) -> None:
    sandbox = make_sandbox(files, handler, runtime)
    pid = sandbox.invoke(invocation()).payload
    asked = invocation('{"mb":300}')

    killed = sandbox.invoke(asked)

    assert json.loads(killed.payload) == {
        "errorType": "Runtime.ExitError",
        "errorMessage": f"RequestId: {asked.request_id} Error: Runtime exited with error: signal: killed",
    }
    assert "Max Memory Used: 256 MB\tStatus: error\tError Type: Runtime.ExitError\n" in killed.logs
    after = sandbox.invoke(invocation())
    assert not after.is_error
    assert after.payload != pid


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux remembers the peak of a process")
def test_memory_that_is_given_back_at_once_counts_as_well(make_sandbox: MakeSandbox) -> None:
    sandbox = make_sandbox({"index.mjs": NODE})

    assert (
        json.loads(sandbox.invoke(invocation('{"mb":300,"release":true}')).payload)["errorType"] == "Runtime.ExitError"
    )


def test_what_a_child_process_holds_counts_as_well(make_sandbox: MakeSandbox) -> None:
    sandbox = make_sandbox({"index.mjs": NODE})

    assert json.loads(sandbox.invoke(invocation('{"child":300}')).payload)["errorType"] == "Runtime.ExitError"


def test_a_function_below_its_limit_is_left_alone(make_sandbox: MakeSandbox) -> None:
    result = make_sandbox({"index.mjs": NODE}).invoke(invocation('{"mb":100,"release":true}'))

    assert not result.is_error
    assert 100 < int(re.search(r"Max Memory Used: (\d+) MB", result.logs)[1]) < 256


def test_a_heap_over_its_limit_ends_with_nodes_own_words(make_sandbox: MakeSandbox) -> None:
    code = "const all = []\nexport const handler = async () => { for (;;) all.push({ a: Math.random() }) }"
    result = make_sandbox({"index.mjs": code}, own={"NODE_OPTIONS": "--max-old-space-size=40"}).invoke(invocation())

    assert json.loads(result.payload)["errorMessage"].endswith("Runtime exited with error: signal: aborted")
    assert "JavaScript heap out of memory" in result.logs
