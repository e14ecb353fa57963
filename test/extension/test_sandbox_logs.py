"""The log lines of an invocation: all its own, nobody else's, between START and REPORT."""

import re

from conftest import MakeSandbox, invocation

CODE = """
import { execSync } from 'node:child_process'
console.log('at init')
export const handler = async (event) => {
  console.log('hello %s', event.name); console.error('two\\nlines')
  process.stdout.write('raw, no newline')
  if (event.later) setTimeout(() => console.log('late'), 20)
  if (event.many) for (let i = 0; i < event.many; i++) process.stdout.write(`\\nline ${i}`)
  if (event.child) execSync('echo from a child', { stdio: 'inherit' })
}
"""


def test_lines_of_an_invocation(make_sandbox: MakeSandbox) -> None:
    sandbox = make_sandbox({"index.mjs": CODE})
    asked = invocation('{"name":"you"}')

    lines = sandbox.invoke(asked).logs.splitlines(keepends=True)

    request = asked.request_id
    time = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
    expected = [
        r"INIT_START Runtime Version: nodejs24\S*\tRuntime Version ARN: \S+\n",
        rf"{time}\tundefined\tINFO\tat init\n",
        rf"START RequestId: {request} Version: \$LATEST\n",
        rf"{time}\t{request}\tINFO\thello you\n",
        rf"{time}\t{request}\tERROR\ttwo\r",
        r"lines\n",
        r"raw, no newline\n",
        rf"END RequestId: {request}\n",
        rf"REPORT RequestId: {request}\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 256 MB\t"
        r"Max Memory Used: [1-9]\d+ MB\tInit Duration: [\d.]+ ms\n",
    ]
    assert len(lines) == len(expected)
    for line, pattern in zip(lines, expected, strict=True):
        assert re.fullmatch(pattern, line)


def test_only_the_first_invocation_has_the_init_phase(make_sandbox: MakeSandbox) -> None:
    sandbox = make_sandbox({"index.mjs": CODE})
    sandbox.invoke(invocation())

    assert sandbox.invoke(invocation()).logs.startswith("START")


def test_no_line_is_lost_and_none_comes_after_its_end(make_sandbox: MakeSandbox) -> None:
    sandbox = make_sandbox({"index.mjs": CODE})
    for _ in range(3):
        logs = sandbox.invoke(invocation('{"many":50000}')).logs
        assert logs.count("\nline ") == 50_000
        assert logs.index("line 49999\n") < logs.index("END RequestId")


def test_output_of_a_child_process_is_kept(make_sandbox: MakeSandbox) -> None:
    assert "from a child\n" in make_sandbox({"index.mjs": CODE}).invoke(invocation('{"child":true}')).logs
