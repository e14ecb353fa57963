"""What is known of each S3 object (its versions, metadata, tags) and of each upload, in a file of its own."""

import hashlib
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Lock

from localstack.services.s3.models import S3Bucket, S3Object, s3_stores

from caudal_localstack.state import files, pickling
from caudal_localstack.state.s3.object_store import KeptObjectStore, file_of

LOG = logging.getLogger(__name__)

_STRIPES = 64


class Catalog:
    """Files `<root>/<bucket>/keys/<hash of key>` and `…/uploads/<hash of id>`. Safe to call from any thread."""

    def __init__(self, root: Path, store: KeptObjectStore) -> None:
        """Takes the folder of all buckets and the store of their bytes."""
        self._root = root
        self._store = store
        self._locks = [Lock() for _ in range(_STRIPES)]

    def save_key(self, bucket: S3Bucket, key: str) -> None:
        """Puts on disk what there is under a key now, all versions of it. @raises OSError when that fails"""
        entry = bucket.objects._store.get(key)
        self._put(bucket.name, "keys", key, {"entry": entry, "tags": dict(_tags(bucket, key))} if entry else None)

    def save_upload(self, bucket: S3Bucket, upload_id: str) -> None:
        """Puts on disk what there is of an upload now. @raises OSError when that fails"""
        self._put(bucket.name, "uploads", upload_id, bucket.multiparts.get(upload_id))

    def save_bucket(self, bucket: S3Bucket) -> None:
        """Puts on disk what there is under all keys of a bucket."""
        for key in list(bucket.objects._store):
            self.save_key(bucket, key)

    def load(self, bucket: S3Bucket) -> None:
        """Fills a bucket, whose properties are there, with its objects and uploads; sets aside what cannot be read."""
        names: set[str] = set()
        for key, found in self._entries(bucket.name, "keys"):
            bucket.objects._store[key] = found["entry"]
            _tag(bucket, found["tags"])
            names.update(_files(found["entry"]))
        for upload_id, upload in self._entries(bucket.name, "uploads"):
            bucket.multiparts[upload_id] = upload
            names.update(name for part in upload.parts.values() if (name := file_of(part)))
        self._store.keep_only(bucket.name, names)

    def keep_only(self, buckets: set[str]) -> None:
        """Removes what is left of buckets that are gone."""
        for path in self._root.iterdir():
            if path.is_dir() and path.name not in buckets:
                shutil.rmtree(path, ignore_errors=True)

    def _put(self, bucket: str, kind: str, name: str, content: object) -> None:
        digest = hashlib.sha256(name.encode()).hexdigest()
        path = files.make_folder(self._root / bucket / kind) / digest
        with self._locks[int(digest[:8], 16) % _STRIPES]:
            if content is None:
                path.unlink(missing_ok=True)
            else:
                files.write(path, files.Kept(pickling.dumps(content), {"bucket": bucket, "name": name}))

    def _entries(self, bucket: str, kind: str) -> Iterator[tuple[str, dict]]:
        folder = files.make_folder(self._root / bucket / kind)
        files.remove_temporary(folder)
        for path in folder.iterdir():
            if "." in path.name:
                continue
            try:
                kept = files.read(path)
                yield kept.about["name"], pickling.loads(kept.payload)
            except Exception as error:
                aside = files.set_aside(path)
                LOG.warning(
                    "An object of bucket %s cannot be used and is gone (%s). Its file is kept as %s",
                    bucket,
                    error,
                    aside,
                )


def _files(entry: S3Object | dict) -> Iterator[str]:
    for version in entry.values() if isinstance(entry, dict) else [entry]:
        if (name := file_of(version)) is not None:
            yield name


def _tags(bucket: S3Bucket, key: str) -> Iterator[tuple[tuple[str, str], dict]]:
    """Tags lie in the store of the region from which they were set, by bucket, key and version."""
    prefix = f"{bucket.name}/{key}/"
    stores = [(account, *each) for account, regions in list(s3_stores.items()) for each in list(regions.items())]
    for account, region, store in stores:
        tags = store.tags._tags
        found = {
            name: dict(tags[name])
            for name in [f"{prefix}{version}" for version in _versions(bucket, key)]
            if name in tags
        }
        if found:
            yield (account, region), found


def _versions(bucket: S3Bucket, key: str) -> list[str]:
    entry = bucket.objects._store.get(key)
    return [version or "null" for version in entry] if isinstance(entry, dict) else ["null"]


def _tag(bucket: S3Bucket, tags: dict) -> None:
    for (account, region), found in tags.items():
        s3_stores[account][region].tags._tags.update(found)
