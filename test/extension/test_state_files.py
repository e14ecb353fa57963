"""Tests of the files of the state: whole or not at all, and set aside when they are not."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from caudal_localstack.state import files
from caudal_localstack.state.folder import FolderTakenError, StateFolder

_WRITE_AND_BE_KILLED = """
import os, signal, sys
from pathlib import Path
from caudal_localstack.state import files

{patch} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
files.write(Path(sys.argv[1]), files.Kept(b"new"))
"""

_HOLD = """
import sys
from pathlib import Path
from caudal_localstack.state.folder import StateFolder

folder = StateFolder(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sqs.state"
    files.write(path, files.Kept(b"one\ntwo", {"service": "sqs"}))
    files.write(path, files.Kept(b"three\n", {"service": "sqs"}))
    assert files.read(path) == files.Kept(b"three\n", {"service": "sqs"})
    assert [each.name for each in tmp_path.iterdir()] == ["sqs.state"]
    assert path.stat().st_mode & 0o077 == 0, "others may read it, and it can hold secrets"


@pytest.mark.parametrize("patch", ["os.fdatasync", "Path.replace"])
def test_a_kill_in_the_middle_leaves_the_old_file(tmp_path: Path, patch: str) -> None:
    path = tmp_path / "sqs.state"
    files.write(path, files.Kept(b"old"))
    command = [sys.executable, "-c", _WRITE_AND_BE_KILLED.format(patch=patch), str(path)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert files.read(path).payload == b"old"
    assert len(list(tmp_path.iterdir())) == 2
    files.remove_temporary(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["sqs.state"]


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sqs.state"
    files.write(path, files.Kept(b"old"))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdatasync", full)
    with pytest.raises(OSError, match="No space"):
        files.write(path, files.Kept(b"new"))
    assert files.read(path).payload == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["sqs.state"]


def damage(content: bytes) -> dict[str, bytes]:
    """Ways in which a file can be no longer what was written."""
    header, payload = content.split(b"\n", 1)
    foreign = json.dumps({**json.loads(header), "localstack": "3.0.0"}).encode()
    return {
        "empty": b"",
        "cut": content[:-2],
        "changed": content[:-1] + bytes([content[-1] ^ 1]),
        "no header": payload,
        "other version": foreign + b"\n" + payload,
    }


@pytest.mark.parametrize("kind", ["empty", "cut", "changed", "no header", "other version"])
def test_an_unusable_file_is_set_aside_with_a_warning(
    tmp_path: Path, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder = StateFolder(tmp_path / "state")
    folder.save("sqs", b"queues")
    folder.save("sns", b"topics")
    path = tmp_path / "state" / "services" / "sqs.state"
    path.write_bytes(damage(path.read_bytes())[kind])
    assert folder.load("sqs") is None
    assert folder.services() == ["sns"]
    assert folder.load("sns") == b"topics"
    (aside,) = path.parent.glob("sqs.state.unusable-*")
    assert str(aside) in caplog.text
    assert "what was made in sqs before is gone" in caplog.text
    if kind == "other version":
        assert "3.0.0" in caplog.text
    folder.close()


def test_nobody_else_may_look_into_the_folder_whoever_made_it(tmp_path: Path) -> None:
    path = tmp_path / "state"
    path.mkdir(mode=0o755)
    StateFolder(path).close()
    assert path.stat().st_mode & 0o077 == 0


def test_nothing_is_kept_of_a_service_that_was_never_saved(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path)
    assert folder.load("sqs") is None
    assert folder.services() == []
    folder.close()


def test_one_process_at_a_time_until_it_is_killed(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(FolderTakenError, match=f"pid {holder.pid}"):
            StateFolder(tmp_path)
    finally:
        holder.kill()
        holder.wait()
    StateFolder(tmp_path).close()
