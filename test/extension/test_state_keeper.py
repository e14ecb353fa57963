"""Tests of when the state of a service is written, and how often."""

import threading
from collections.abc import Iterator

import pytest

from caudal_localstack.state.keeper import Keeper

_PATIENCE_S = 10.0


class Disk:
    """Stands for providers and folder: what there is, and what has been written of it."""

    def __init__(self) -> None:
        self.now: dict[str, bytes] = {}
        self.kept: dict[str, bytes] = {}
        self.writes = 0
        self.written = threading.Condition()
        self.may_read = threading.Event()
        self.may_read.set()
        self.reads = 0

    def read(self, service: str) -> bytes:
        """The bytes of a service."""
        content = self.now[service]
        self.reads += 1
        self.may_read.wait(_PATIENCE_S)
        return content

    def save(self, service: str, payload: bytes) -> None:
        """Writes them."""
        with self.written:
            self.kept[service] = payload
            self.writes += 1
            self.written.notify_all()

    def until(self, service: str, payload: bytes) -> bool:
        """Waits until they are written."""
        with self.written:
            return self.written.wait_for(lambda: self.kept.get(service) == payload, _PATIENCE_S)


@pytest.fixture
def disk() -> Disk:
    """A disk with nothing on it."""
    return Disk()


@pytest.fixture
def keeper(disk: Disk) -> Iterator[Keeper]:
    """A keeper that runs."""
    keeper = Keeper(disk.read, disk.save)
    keeper.start()
    yield keeper
    disk.may_read.set()
    keeper.stop()


def test_a_change_is_on_disk_when_the_call_returns(disk: Disk, keeper: Keeper) -> None:
    for content in (b"one", b"two"):
        disk.now["sns"] = content
        keeper.changed("sns")
        assert disk.kept["sns"] == content


def test_what_has_not_changed_is_not_written_again(disk: Disk, keeper: Keeper) -> None:
    disk.now["sns"] = b"loaded"
    keeper.is_on_disk("sns", b"loaded")
    keeper.changed("sns")
    assert disk.writes == 0


def test_calls_that_come_together_share_a_write_and_none_is_missed(disk: Disk, keeper: Keeper) -> None:
    disk.now["sns"] = b"first"
    disk.may_read.clear()
    first = threading.Thread(target=keeper.changed, args=("sns",))
    first.start()
    while disk.reads == 0:
        threading.Event().wait(0.001)
    # From here on the first write is under way with what there was before these.
    disk.now["sns"] = b"all"
    others = [threading.Thread(target=keeper.changed, args=("sns",)) for _ in range(20)]
    for other in others:
        other.start()
    disk.may_read.set()
    for thread in (first, *others):
        thread.join()
    assert disk.kept["sns"] == b"all"
    assert disk.reads <= 21


def test_a_change_announced_is_written_a_moment_later(disk: Disk, keeper: Keeper) -> None:
    disk.now["sqs"] = b"message"
    keeper.changes("sqs", within_s=0.05)
    assert disk.until("sqs", b"message")


def test_settling_waits_for_nothing_but_what_was_announced(disk: Disk, keeper: Keeper) -> None:
    disk.now["lambda"] = b"active"
    keeper.settle("lambda")
    assert disk.reads == 0
    keeper.changes("lambda", within_s=3600)
    keeper.settle("lambda")
    assert disk.kept["lambda"] == b"active"


def test_stopping_writes_what_was_announced(disk: Disk) -> None:
    keeper = Keeper(disk.read, disk.save)
    keeper.start()
    disk.now["logs"] = b"lines"
    keeper.changes("logs", within_s=3600)
    keeper.stop()
    assert disk.kept["logs"] == b"lines"


def test_a_service_that_cannot_be_saved_hinders_no_call_and_no_other(
    disk: Disk, keeper: Keeper, caplog: pytest.LogCaptureFixture
) -> None:
    disk.now["sns"] = b"topic"
    for _ in range(3):
        keeper.changed("broken")
    keeper.changed("sns")
    assert disk.kept == {"sns": b"topic"}
    assert caplog.text.count("The state of broken could not be saved (KeyError: 'broken')") == 1
