"""What a function can see of this machine, and what becomes of it when LocalStack dies."""

import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from caudal_localstack.lambda_process.environment import Place, process_environment
from caudal_localstack.lambda_process.home import mounts_are_possible
from conftest import MakeSandbox, invocation

PLACE = Place(Path("/task"), Path("/temporary"), Path("/runtime"), "127.0.0.1:9", Path("/lang"))


def test_the_environment_is_a_whitelist() -> None:
    computed = {"AWS_REGION": "us-east-1", "LOCALSTACK_RUNTIME_ID": "1", "EDGE_PORT": "4566", "_HANDLER": "a.b"}

    made = process_environment(
        computed, {"MINE": "1", "TZ": ":Europe/Madrid", "LAMBDA_TASK_ROOT": "/x"}, "nodejs24.x", PLACE
    )

    assert made == {
        "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs24.x",
        "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9",
        "AWS_REGION": "us-east-1",
        "LAMBDA_RUNTIME_DIR": "/runtime",
        "LAMBDA_TASK_ROOT": "/task",
        "LANG": "en_US.UTF-8",
        "MINE": "1",
        "NODE_PATH": "/lang/lib/node_modules",
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "TMPDIR": "/temporary",
        "TZ": ":Europe/Madrid",
        "_HANDLER": "a.b",
    }


def test_nothing_of_the_host_leaks_into_a_process(make_sandbox: MakeSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST_SECRET", "leaked")
    sandbox = make_sandbox({"index.mjs": "export const handler = async () => process.env"})

    environment = json.loads(sandbox.invoke(invocation(trace_id="Root=1")).payload)

    assert environment["OWN"] == "1"
    assert environment["_X_AMZN_TRACE_ID"] == "Root=1"
    assert not {"HOST_SECRET", "HOME", "USER", "CAUDAL_NODE"} & environment.keys()


FILES = """
import fs from 'node:fs'
import os from 'node:os'
const attempt = (act) => { try { act(); return 'done' } catch ({ code }) { return code } }
export const handler = async ({ fill }) => {
  const file = `${os.tmpdir()}/mark`; const there = fs.existsSync(file)
  fs.writeFileSync(file, '')
  return {
    there, tmp: os.tmpdir(), cwd: process.cwd(), root: process.env.LAMBDA_TASK_ROOT,
    hosts: fs.existsSync(process.env.HOSTS),
    beside: attempt(() => fs.writeFileSync('beside-the-code', '')),
    filled: fill && attempt(() => fs.writeFileSync(`${os.tmpdir()}/big`, Buffer.alloc(fill * 1024 * 1024))),
  }
}"""

needs_mounts = pytest.mark.skipif(not mounts_are_possible(), reason="this machine forbids mounts")


def test_without_mounts_each_environment_has_folders_of_its_own(make_sandbox: MakeSandbox) -> None:
    one, other = (make_sandbox({"index.mjs": FILES}, plain=True) for _ in range(2))

    first, second, third = (json.loads(box.invoke(invocation()).payload) for box in (one, one, other))

    assert (first["there"], second["there"], third["there"]) == (False, True, False)
    assert first["cwd"] == first["root"] != third["cwd"]
    assert first["tmp"] != third["tmp"]


@needs_mounts
def test_each_environment_has_its_own_tmp_and_lambdas_paths(make_sandbox: MakeSandbox, tmp_path: Path) -> None:
    (tmp_path / "of-this-machine").touch()
    own = {"HOSTS": str(tmp_path / "of-this-machine")}
    one, other = (make_sandbox({"index.mjs": FILES}, own=own) for _ in range(2))

    first, second, third = (json.loads(box.invoke(invocation()).payload) for box in (one, one, other))

    assert (first["there"], second["there"], third["there"]) == (False, True, False)
    assert (first["cwd"], first["root"], first["tmp"]) == ("/var/task", "/var/task", "/tmp")
    assert first["beside"] == "EROFS"
    assert first["hosts"] is False


@needs_mounts
def test_tmp_is_as_large_as_the_functions_ephemeral_storage(make_sandbox: MakeSandbox) -> None:
    sandbox = make_sandbox({"index.mjs": FILES}, ephemeral_storage_mb=8)

    assert json.loads(sandbox.invoke(invocation('{"fill":7}')).payload)["filled"] == "done"
    assert json.loads(sandbox.invoke(invocation('{"fill":9}')).payload)["filled"] == "ENOSPC"


@pytest.mark.parametrize("plain", [True, False])
def test_tmp_outlives_a_crash(make_sandbox: MakeSandbox, plain: bool) -> None:
    code = FILES.replace("({ fill }) => {", "({ fill, die }) => { if (die) process.exit(1);")
    sandbox = make_sandbox({"index.mjs": code}, plain=plain)
    sandbox.invoke(invocation())

    assert sandbox.invoke(invocation('{"die":true}')).is_error
    assert json.loads(sandbox.invoke(invocation()).payload)["there"] is True


@needs_mounts
def test_python_functions_live_there_too(make_sandbox: MakeSandbox) -> None:
    code = "import os, boto3\ndef handle(event, context): return [os.getcwd(), os.listdir('/var/task'), boto3.__name__]"

    sandbox = make_sandbox({"main.py": code}, "main.handle", "python3.13")

    assert json.loads(sandbox.invoke(invocation()).payload) == ["/var/task", ["main.py"], "boto3"]


@pytest.mark.parametrize(
    "body",
    ["return new Promise((resolve) => setTimeout(resolve, 60_000))"]
    + (["for (;;);"] if sys.platform == "linux" else []),
)
def test_a_process_ends_when_its_localstack_is_killed(tmp_path: Path, body: str) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "index.mjs").write_text(
        f"export const handler = () => {{ process.stdout.write('pid ' + process.pid); {body} }}"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path)], cwd=Path(__file__).parent, env=dict(os.environ)
    )
    try:
        output = tmp_path / "box" / "output.log"
        written = _wait_for(lambda: output.exists() and re.search(r"pid (\d+)", output.read_text()))
    finally:
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    assert _wait_for(lambda: not _is_running(int(written[1])))


PARENT = textwrap.dedent("""
    import sys
    from pathlib import Path
    from conftest import COMPUTED, invocation
    from caudal_localstack.lambda_process.home import make_home
    from caudal_localstack.lambda_process.model import FunctionSettings
    from caudal_localstack.lambda_process.sandbox import Sandbox
    folder = Path(sys.argv[1])
    function = FunctionSettings("tested", "$LATEST", "nodejs24.x", folder / "code", 256, 60)
    home = make_home(function, folder / "box")
    sandbox = Sandbox(function, {**COMPUTED, "_HANDLER": "index.handler"}, {}, home)
    sandbox.start()
    sandbox.invoke(invocation())
""")


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _wait_for(condition, seconds: float = 15):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


def test_a_machine_on_which_the_trial_hangs_has_no_mounts(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_arguments: object, **_named: object) -> None:
        raise subprocess.TimeoutExpired("launch", 10)

    monkeypatch.setattr(subprocess, "run", hang)
    assert mounts_are_possible.__wrapped__() is False
