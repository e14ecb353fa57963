"""Which steps of an operation on a stack are done, in a file that grows by each."""

import contextlib
import hashlib
import struct
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from localstack.services.cloudformation.resource_provider import ProgressEvent

from caudal_localstack.state import files, pickling

_FRAME = struct.Struct("<II")
"""Before each entry: its length, and its checksum."""


@dataclass(frozen=True)
class Step:
    """Creating, changing or deleting one resource. A roll-back does some of that a second time."""

    logical_id: str
    action: str
    occurrence: int = 0


@dataclass(frozen=True)
class Progress:
    """How far a step has come: what its provider wants to be called with next."""

    properties: dict | None = None
    context: dict | None = None


@dataclass(frozen=True)
class Outcome:
    """How a step ended, and what is known of the resource since."""

    event: ProgressEvent
    resource: dict | None


class Journal:
    """The steps of the latest operation on one stack. One thread at a time uses it.

    It is flushed, not synced: what counts is that the end of a process does not take it back.
    """

    def __init__(self, folder: Path, stack_id: str, is_resumed: bool) -> None:
        """Begins anew, or reads how far the operation came that goes on now."""
        self._path = folder / _name(stack_id)
        self._steps: dict[Step, Progress | Outcome] = {}
        self._taken: Counter[tuple[str, str]] = Counter()
        if is_resumed:
            self._read()
        else:
            self._path.unlink(missing_ok=True)

    def next_step(self, logical_id: str, action: str) -> Step:
        """The step that is taken now. The engine takes the same ones in the same order when it goes on."""
        step = Step(logical_id, action, self._taken[logical_id, action])
        self._taken[logical_id, action] += 1
        return step

    def outcome(self, step: Step) -> Outcome | None:
        """How the step ended. None: it has not."""
        found = self._steps.get(step)
        return found if isinstance(found, Outcome) else None

    def progress(self, step: Step) -> Progress | None:
        """How far the step has come. None: it has not begun, or is done."""
        found = self._steps.get(step)
        return found if isinstance(found, Progress) else None

    def add(self, step: Step, entry: Progress | Outcome) -> None:
        """Puts down how far a step has come, or how it ended. @raises OSError when the disk is full"""
        if isinstance(entry, Progress) and self._steps.get(step) == entry:
            return
        payload = pickling.dumps((step, entry))
        files.make_folder(self._path.parent)
        with self._path.open("ab") as file:
            file.write(_FRAME.pack(len(payload), zlib.crc32(payload)) + payload)
        self._steps[step] = entry

    def _read(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            content = self._path.read_bytes()
            position = 0
            while (entry := _entry_at(content, position)) is not None:
                step, found = pickling.loads(entry)
                self._steps[step] = found
                position += _FRAME.size + len(entry)
            # What a kill has cut off goes, so that entries can follow.
            with self._path.open("r+b") as file:
                file.truncate(position)


def keep_only(folder: Path, stack_ids: Iterable[str]) -> None:
    """Removes the journals of all other stacks: their latest operation has ended."""
    kept = {_name(stack_id) for stack_id in stack_ids}
    for path in folder.iterdir():
        if path.name not in kept:
            path.unlink()


def _name(stack_id: str) -> str:
    return f"{hashlib.sha256(stack_id.encode()).hexdigest()}.journal"


def _entry_at(content: bytes, position: int) -> Any:
    if position + _FRAME.size > len(content):
        return None
    length, checksum = _FRAME.unpack_from(content, position)
    entry = content[position + _FRAME.size : position + _FRAME.size + length]
    return entry if len(entry) == length and zlib.crc32(entry) == checksum else None
