"""What a function can see of this machine, and what becomes of it when LocalStack dies."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from caudal_localstack.lambda_process.environment import Place, process_environment
from conftest import MakeSandbox, invocation

PLACE = Place(Path("/task"), Path("/temporary"), Path("/runtime"), "127.0.0.1:9")


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


def test_each_environment_has_folders_of_its_own(make_sandbox: MakeSandbox) -> None:
    code = """
    import fs from 'node:fs'
    import os from 'node:os'
    export const handler = async () => {
      const file = `${os.tmpdir()}/mark`; const there = fs.existsSync(file)
      fs.writeFileSync(file, ''); fs.writeFileSync('beside-the-code', '')
      return { there, cwd: process.cwd(), root: process.env.LAMBDA_TASK_ROOT }
    }"""
    one, other = make_sandbox({"index.mjs": code}), make_sandbox({"index.mjs": code})

    first, second, third = (json.loads(box.invoke(invocation()).payload) for box in (one, one, other))

    assert (first["there"], second["there"], third["there"]) == (False, True, False)
    assert first["cwd"] == first["root"] != third["cwd"]


@pytest.mark.parametrize(
    "body",
    ["return new Promise((resolve) => setTimeout(resolve, 60_000))"]
    + (["for (;;);"] if sys.platform == "linux" else []),
)
def test_a_process_ends_when_its_localstack_is_killed(tmp_path: Path, body: str) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "index.mjs").write_text(
        "import fs from 'node:fs'\n"
        f"export const handler = () => {{ fs.writeFileSync('{tmp_path}/pid', String(process.pid)); {body} }}"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path)], cwd=Path(__file__).parent, env=dict(os.environ)
    )
    try:
        pid = int(_wait_for(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text()))
    finally:
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    assert _wait_for(lambda: not _is_running(pid))


PARENT = textwrap.dedent("""
    import sys
    from pathlib import Path
    from conftest import COMPUTED, invocation
    from caudal_localstack.lambda_process.model import FunctionSettings
    from caudal_localstack.lambda_process.sandbox import Sandbox
    folder = Path(sys.argv[1])
    function = FunctionSettings("tested", "$LATEST", "nodejs24.x", folder / "code", 128, 60)
    sandbox = Sandbox(function, {**COMPUTED, "_HANDLER": "index.handler"}, {}, folder / "box")
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
