"""What the tests of the extension share: sandboxes of real processes, which are stopped in the end."""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from caudal_localstack.lambda_process.home import Home, make_home
from caudal_localstack.lambda_process.model import FunctionSettings, Invocation
from caudal_localstack.lambda_process.sandbox import Sandbox

REPOSITORY = Path(__file__).resolve().parents[2]
COMPUTED = {
    "AWS_LAMBDA_FUNCTION_NAME": "tested",
    "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": 256,
    "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/tested",
    "AWS_LAMBDA_LOG_STREAM_NAME": "stream",
    "AWS_REGION": "us-east-1",
}

MakeSandbox = Callable[..., Sandbox]


@pytest.fixture(autouse=True)
def node(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Node binary of `CAUDAL_NODE`, of the checkout, or of the machine."""
    pinned = REPOSITORY / "node_modules" / "node" / "bin" / "node"
    binary = os.environ.get("CAUDAL_NODE") or (str(pinned) if pinned.exists() else shutil.which("node"))
    monkeypatch.setenv("CAUDAL_NODE", str(binary))


@pytest.fixture
def make_sandbox(tmp_path: Path) -> Iterator[MakeSandbox]:
    """Makes a started sandbox of files, by name; stops all of them in the end.

    `plain` leaves out the mounts, as on a machine that forbids them.
    """
    made: list[Sandbox] = []

    def make(
        files: dict[str, str],
        handler: str = "index.handler",
        runtime: str = "nodejs24.x",
        plain: bool = False,
        own: dict[str, str] | None = None,
        **settings: Any,
    ) -> Sandbox:
        code = tmp_path / f"code-{len(made)}"
        for name, text in files.items():
            file = code / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        function = FunctionSettings(
            "tested", "$LATEST", runtime, code, **{"memory_mb": 256, "timeout_s": 5, **settings}
        )
        home = (Home if plain else make_home)(function, tmp_path / f"box-{len(made)}")
        sandbox = Sandbox(function, {**COMPUTED, "_HANDLER": handler}, own or {"OWN": "1"}, home)
        made.append(sandbox)
        sandbox.start()
        return sandbox

    yield make
    for sandbox in made:
        sandbox.stop()


def invocation(event: str = "{}", **fields: str) -> Invocation:
    """An invocation with an id of its own."""
    arn = "arn:aws:lambda:us-east-1:000000000000:function:tested"
    return Invocation(str(uuid.uuid4()), arn, event.encode(), **fields)
