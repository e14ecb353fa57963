"""Files that are there whole or not at all, and say what they hold and who wrote them."""

import contextlib
import functools
import hashlib
import json
import os
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

FORMAT = 1
"""Raised when the layout changes: files of another format are set aside."""

_TEMPORARY = ".new"


class UnusableFileError(RuntimeError):
    """A file of the state cannot be read back; the message says why."""


@dataclass(frozen=True)
class Kept:
    """What a file holds: bytes, and a few words about them that can be read without the bytes."""

    payload: bytes
    about: dict = field(default_factory=dict)


@functools.cache
def writer() -> Mapping[str, object]:
    """What the classes of a payload belong to: another one may not understand it."""
    return {"format": FORMAT, "localstack": version("localstack-core"), "moto": version("moto-ext")}


def write(path: Path, kept: Kept) -> None:
    """Puts it in place in one step: after a crash at any moment the file is the old one or the new one.

    @raises OSError when the disk is full or the folder is not writable; the old file is untouched then
    """
    digest = hashlib.sha256(kept.payload).hexdigest()
    header = {**writer(), "sha256": digest, "about": kept.about}
    temporary = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}{_TEMPORARY}")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(json.dumps(header).encode() + b"\n")
            file.write(kept.payload)
            file.flush()
            os.fdatasync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def read(path: Path) -> Kept:
    """What `write` has put there.

    @raises UnusableFileError when it is damaged, or of another format or version
    @raises OSError when there is none, or it cannot be opened
    """
    head, _, payload = path.read_bytes().partition(b"\n")
    try:
        header = json.loads(head)
        digest, about = header["sha256"], header["about"]
    except (ValueError, KeyError, TypeError) as error:
        raise UnusableFileError("its first line is no header of ours") from error
    wrote = {name: header.get(name) for name in writer()}
    if wrote != writer():
        raise UnusableFileError(f"it was written by {_words(wrote)}, this is {_words(writer())}")
    if hashlib.sha256(payload).hexdigest() != digest:
        raise UnusableFileError("its content does not fit its checksum")
    return Kept(payload, about)


def set_aside(path: Path) -> Path:
    """Renames a file that cannot be used, so that it hinders nobody and can still be looked at; gives its new place."""
    aside = path.with_name(f"{path.name}.unusable-{time.strftime('%Y%m%dT%H%M%S')}-{uuid.uuid4().hex[:4]}")
    path.rename(aside)
    return aside


def remove_temporary(folder: Path) -> None:
    """Removes what writers that were killed have left half written in a folder."""
    for path in folder.glob(f"*{_TEMPORARY}"):
        path.unlink(missing_ok=True)


def make_folder(folder: Path) -> Path:
    """Makes a folder that nobody else may read: it will hold secrets and keys."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _sync_folder(folder: Path) -> None:
    """A name lasts through a power loss only when its folder has been synced too."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _words(versions: Mapping) -> str:
    return ", ".join(f"{name} {value}" for name, value in versions.items())
