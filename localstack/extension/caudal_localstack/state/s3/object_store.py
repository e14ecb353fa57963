"""The bytes of S3 objects as files, in place of LocalStack's store of temporary ones."""

import contextlib
import io
import os
import shutil
import time
import uuid
from collections import deque
from pathlib import Path
from typing import Literal

from localstack.aws.api.s3 import BucketName
from localstack.services.s3.models import S3Multipart, S3Object, S3Part
from localstack.services.s3.storage import S3ObjectStore
from localstack.services.s3.storage.core import should_copy_in_place
from localstack.services.s3.storage.ephemeral import (
    EphemeralS3StoredMultipart,
    EphemeralS3StoredObject,
    LockedFileMixin,
)

from caudal_localstack.state import files

Mode = Literal["r", "w"]

_ATTRIBUTE = "caudal_file"
_GRACE_S = 30.0
"""How long the bytes of an object that is gone stay: a reader may have found the object and not opened its file yet."""


def file_of(thing: S3Object | S3Part) -> str | None:
    """Name of the file that holds the bytes of an object or a part. None while there is none."""
    return getattr(thing, _ATTRIBUTE, None)


class KeptObjectStore(S3ObjectStore):
    """Objects as `<root>/<bucket>/data/<unique name>`. A file is written once and never changed.

    The object remembers the name of its file, so an object that is overwritten goes over to its new bytes in the moment
    in which it is replaced, and a crash before that leaves the old one whole.
    """

    def __init__(self, root: Path) -> None:
        """Takes the folder of all buckets."""
        self.root_directory = str(root)
        self._root = root
        self._garbage: deque[tuple[float, Path]] = deque()

    def open(self, bucket: BucketName, s3_object: S3Object | S3Part, mode: Mode = "r") -> "KeptStoredObject":
        """Opens the bytes of an object or a part; for writing: into a new file.

        @raises FileNotFoundError when an object to be read has no bytes
        """
        if mode == "w":
            self._sweep()
            if (old := file_of(s3_object)) is not None:
                self.discard(bucket, old)
            setattr(s3_object, _ATTRIBUTE, uuid.uuid4().hex)
        name = file_of(s3_object)
        if name is None:
            raise FileNotFoundError(f"the object {getattr(s3_object, 'key', '')} of bucket {bucket} has no bytes")
        return KeptStoredObject(s3_object, _KeptFile(self._folder(bucket) / name, mode), mode)

    def remove(self, bucket: BucketName, s3_object: S3Object | list[S3Object]) -> None:
        """Gives up the bytes of objects that are gone."""
        for each in s3_object if isinstance(s3_object, list) else [s3_object]:
            if (name := file_of(each)) is not None:
                self.discard(bucket, name)

    def copy(
        self, src_bucket: BucketName, src_object: S3Object, dest_bucket: BucketName, dest_object: S3Object
    ) -> "KeptStoredObject":
        """Copies the bytes; a copy onto itself, which changes what is said of the object only, shares them."""
        if should_copy_in_place(src_bucket, src_object, dest_bucket, dest_object):
            setattr(dest_object, _ATTRIBUTE, file_of(src_object))
            dest_object.internal_last_modified = src_object.internal_last_modified
            return self.open(dest_bucket, dest_object)
        with self.open(src_bucket, src_object) as source:
            target = self.open(dest_bucket, dest_object, "w")
            target.write(source)
        return target

    def get_multipart(self, bucket: BucketName, upload_id: S3Multipart) -> "KeptMultipart":
        """The parts of an upload."""
        return KeptMultipart(self, bucket, upload_id, "")

    def remove_multipart(self, bucket: BucketName, s3_multipart: S3Multipart) -> None:
        """Gives up the bytes of all parts of an upload."""
        for part in s3_multipart.parts.values():
            if (name := file_of(part)) is not None:
                self.discard(bucket, name)

    def create_bucket(self, bucket: BucketName) -> None:
        """Makes the bucket's folder, empty."""
        shutil.rmtree(self._root / bucket, ignore_errors=True)
        self._folder(bucket)

    def delete_bucket(self, bucket: BucketName) -> None:
        """Removes the bucket's folder."""
        shutil.rmtree(self._root / bucket, ignore_errors=True)

    def discard(self, bucket: BucketName, name: str) -> None:
        """Has a file removed in a while, when nobody can be about to read it any more."""
        self._garbage.append((time.monotonic() + _GRACE_S, self._root / bucket / "data" / name))

    def keep_only(self, bucket: BucketName, names: set[str]) -> None:
        """Removes the files that belong to no object: what a process that was killed has left behind."""
        for path in self._folder(bucket).iterdir():
            if path.name not in names:
                path.unlink(missing_ok=True)

    def _folder(self, bucket: BucketName) -> Path:
        return files.make_folder(self._root / bucket / "data")

    def _sweep(self) -> None:
        now = time.monotonic()
        with contextlib.suppress(IndexError):
            while self._garbage[0][0] < now:
                self._garbage.popleft()[1].unlink(missing_ok=True)


class _KeptFile(LockedFileMixin, io.BufferedRandom):
    def __init__(self, path: Path, mode: Mode) -> None:
        super().__init__(io.FileIO(path, "x+" if mode == "w" else "r+"))


class KeptStoredObject(EphemeralS3StoredObject):
    """LocalStack's reader and writer, on a file that is closed, and on disk, when it is."""

    file: _KeptFile

    @property
    def last_modified(self) -> int:
        """A file belongs to one state of its object for ever."""
        return self.s3_object.internal_last_modified

    def close(self) -> None:
        """Closes the file; what was written is on disk then."""
        if self.closed:
            return
        super().close()
        if self._mode == "w":
            self.file.flush()
            os.fdatasync(self.file.fileno())
        self.file.close()


class KeptMultipart(EphemeralS3StoredMultipart):
    """The parts of an upload, each a file like that of an object."""

    _s3_store: KeptObjectStore

    def open(self, s3_part: S3Part, mode: Mode = "r") -> KeptStoredObject:
        """Opens the bytes of a part."""
        return self._s3_store.open(self.bucket, s3_part, mode)

    def remove_part(self, s3_part: S3Part) -> None:
        """Gives up the bytes of a part."""
        if (name := file_of(s3_part)) is not None:
            self._s3_store.discard(self.bucket, name)

    def close(self) -> None:
        """Nothing: the parts stay until the upload is completed or aborted."""
