"""The folder of the state: who may write to it, and the file of each service in it."""

import fcntl
import logging
import os
from pathlib import Path

from caudal_localstack.state import files

LOG = logging.getLogger(__name__)

_SUFFIX = ".state"


class FolderTakenError(RuntimeError):
    """Another LocalStack keeps its state in the folder."""


class StateFolder:
    """`CAUDAL_STATE_FOLDER`. One process at a time holds it, until it ends in whatever way."""

    def __init__(self, path: Path) -> None:
        """Makes the folder where there is none, and keeps others out of one that somebody else has made.

        @raises FolderTakenError when another process holds it
        @raises OSError when it cannot be made or written
        """
        self.path = files.make_folder(path)
        self.path.chmod(0o700)
        self._services = files.make_folder(path / "services")
        self._lock = _lock(path / "lock")
        files.remove_temporary(self._services)

    def part(self, name: str) -> Path:
        """A folder in it for what a service keeps in files of its own."""
        return files.make_folder(self.path / name)

    def services(self) -> list[str]:
        """Names of the services of which something is kept, in order of name."""
        return sorted(path.name.removesuffix(_SUFFIX) for path in self._services.glob(f"*{_SUFFIX}"))

    def save(self, service: str, payload: bytes) -> None:
        """Puts the state of a service on disk. @raises OSError when that fails"""
        files.write(self._file(service), files.Kept(payload, {"service": service}))

    def load(self, service: str) -> bytes | None:
        """The state of a service. None where nothing usable is kept; an unusable file is set aside with a warning."""
        try:
            return files.read(self._file(service)).payload
        except FileNotFoundError:
            return None
        except files.UnusableFileError as error:
            self.reject(service, str(error))
            return None

    def reject(self, service: str, reason: str) -> None:
        """Sets the file of a service aside, so that LocalStack starts without it, and says what that means."""
        aside = files.set_aside(self._file(service))
        LOG.warning(
            "The state of %s cannot be used: %s. It begins empty: what was made in %s before is gone from LocalStack, "
            "and stacks that hold parts of it have to be deployed again. The file is kept as %s.",
            service,
            reason,
            service,
            aside,
        )

    def close(self) -> None:
        """Lets another process have it."""
        os.close(self._lock)

    def _file(self, service: str) -> Path:
        return self._services / f"{service}{_SUFFIX}"


def _lock(path: Path) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.read(descriptor, 32).decode(errors="replace").strip() or "unknown"
        os.close(descriptor)
        raise FolderTakenError(
            f'CAUDAL_STATE_FOLDER "{path.parent}" belongs to another LocalStack that runs (pid {holder}); '
            "stop that one, or give this one a folder of its own"
        ) from error
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
    return descriptor
