"""What the processes of an execution environment write."""

from pathlib import Path

TRIM_ABOVE_BYTES = 4 * 1024 * 1024


class OutputFile:
    """What a process writes to stdout and stderr, taken piece by piece.

    A file in place of a pipe: writes to it are synchronous in every language, so whatever a handler wrote before it
    answered is there when the answer arrives, what a killed process wrote is kept, and a full pipe blocks nobody.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._offset = 0
        path.touch()

    def take(self) -> str:
        """The text written since the last call, ending in a newline unless empty. Nothing once the file is removed."""
        if not self.path.exists():
            return ""
        with self.path.open("rb") as file:
            file.seek(self._offset)
            written = file.read()
        self._offset += len(written)
        if self._offset > TRIM_ABOVE_BYTES:
            self._trim()
        return as_lines(written.decode("utf-8", "replace"))

    def everything(self) -> str:
        """The text that is still on disk, taken or not."""
        if not self.path.exists():
            return ""
        return self.path.read_text(encoding="utf-8", errors="replace")

    def _trim(self) -> None:
        """Empties the file where nothing came after what was taken. Its writers append, so they go on at its start."""
        with self.path.open("r+b") as file:
            if file.seek(0, 2) == self._offset:
                file.truncate(0)
                self._offset = 0


def as_lines(text: str) -> str:
    """The text with a newline at its end, so that the next line begins at its own start."""
    return text if not text or text.endswith("\n") else text + "\n"
