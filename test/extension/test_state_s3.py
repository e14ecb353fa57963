"""Tests of the files of S3: an object is the old one or the new one, whole, after a kill at any moment."""

import io
from pathlib import Path

import pytest
from localstack.aws.api.s3 import Owner
from localstack.services.s3.models import S3Bucket, S3Multipart, S3Object, S3Part, VersionedKeyStore, s3_stores

from caudal_localstack.state import pickling
from caudal_localstack.state.s3 import reducers as _reducers  # noqa: F401
from caudal_localstack.state.s3.calls import Touched, touched
from caudal_localstack.state.s3.catalog import Catalog
from caudal_localstack.state.s3.object_store import KeptObjectStore, file_of

ACCOUNT, REGION = "000000000000", "us-east-1"


class Cloud:
    """One process: a store and a catalog on the files of the ones before it."""

    def __init__(self, root: Path, bucket: S3Bucket | None = None) -> None:
        self.root = root
        self.store = KeptObjectStore(root)
        self.catalog = Catalog(root, self.store)
        self.bucket = bucket or S3Bucket("kept", ACCOUNT, REGION, Owner(ID="owner"))
        if bucket:
            self.catalog.load(bucket)
        else:
            self.store.create_bucket("kept")

    def restarted(self) -> "Cloud":
        """The next process, after a kill of this one: nothing but files, and the bucket's own properties, is left."""
        return Cloud(self.root, pickling.loads(pickling.dumps(self.bucket)))

    def write(self, key: str, content: bytes, version: str | None = None) -> S3Object:
        """Puts an object, as the provider does, but for what is known of it."""
        thing = S3Object(key, version_id=version)
        with self.store.open("kept", thing, "w") as stored:
            stored.write(io.BytesIO(content))
        self.bucket.objects.set(key, thing)
        return thing

    def put(self, key: str, content: bytes, version: str | None = None) -> S3Object:
        """Puts an object and has it acknowledged."""
        thing = self.write(key, content, version)
        self.catalog.save_key(self.bucket, key)
        return thing

    def get(self, key: str, version: str | None = None) -> bytes:
        """Content of an object."""
        found = self.bucket.objects.get(key, version) if version else self.bucket.objects.get(key)
        with self.store.open("kept", found) as stored:
            return stored.read()

    def data(self) -> set[str]:
        """Names of the files that hold bytes."""
        return {path.name for path in (self.root / "kept" / "data").iterdir()}


@pytest.fixture
def cloud(tmp_path: Path) -> Cloud:
    """An empty bucket."""
    return Cloud(tmp_path)


def test_what_is_acknowledged_is_there_after_a_kill(cloud: Cloud) -> None:
    keys = ["a", "folder/b c", "ä" * 300, "../../escape", "x" * 1024]
    for key in keys:
        cloud.put(key, key.encode() * 3)
    again = cloud.restarted()
    assert sorted(again.bucket.objects._store) == sorted(keys)
    assert [again.get(key) for key in keys] == [key.encode() * 3 for key in keys]
    assert again.bucket.objects.get("a").etag == cloud.bucket.objects.get("a").etag
    assert not (cloud.root.parent / "escape").exists()


def test_a_kill_before_the_answer_leaves_the_old_object(cloud: Cloud) -> None:
    cloud.put("key", b"old")
    cloud.write("key", b"new")
    cloud.write("other", b"never acknowledged")
    again = cloud.restarted()
    assert again.get("key") == b"old"
    assert "other" not in again.bucket.objects
    assert len(again.data()) == 1, "bytes that belong to nothing stay behind"


def test_an_object_that_is_overwritten_or_deleted_can_still_be_read_by_who_found_it(cloud: Cloud) -> None:
    old = cloud.put("key", b"old")
    cloud.put("key", b"new")
    cloud.store.remove("kept", old)
    with cloud.store.open("kept", old) as stored:
        assert stored.read() == b"old"
    again = cloud.restarted()
    assert again.get("key") == b"new"
    again.store.remove("kept", again.bucket.objects.pop("key"))
    again.catalog.save_key(again.bucket, "key")
    last = again.restarted()
    assert last.bucket.objects.is_empty()
    assert last.data() == set()


def test_versions_and_their_order_are_kept(cloud: Cloud) -> None:
    cloud.bucket.objects = VersionedKeyStore()
    cloud.put("key", b"one", "v1")
    cloud.put("key", b"two", "v2")
    again = cloud.restarted()
    assert isinstance(again.bucket.objects, VersionedKeyStore)
    assert (again.get("key"), again.get("key", "v1")) == (b"two", b"one")
    again.put("fresh", b"three", "v3")
    assert again.get("fresh") == b"three"


def test_tags_are_kept_with_their_object(cloud: Cloud) -> None:
    tags = s3_stores[ACCOUNT][REGION].tags
    cloud.put("key", b"content")
    tags.update_tags("kept/key/null", {"stage": "raw"})
    cloud.catalog.save_key(cloud.bucket, "key")
    tags.delete_all_tags("kept/key/null")
    cloud.restarted()
    assert tags.get_tags("kept/key/null") == {"stage": "raw"}
    tags.delete_all_tags("kept/key/null")


def test_an_upload_goes_on_after_a_kill(cloud: Cloud) -> None:
    upload = S3Multipart("big")
    cloud.bucket.multiparts[upload.id] = upload
    for number, content in ((1, b"one "), (2, b"two")):
        part = S3Part(number)
        with cloud.store.get_multipart("kept", upload).open(part, "w") as stored:
            stored.write(io.BytesIO(content))
        upload.parts[str(number)] = part
        cloud.catalog.save_upload(cloud.bucket, upload.id)
    again = cloud.restarted()
    upload = again.bucket.multiparts[upload.id]
    again.store.get_multipart("kept", upload).complete_multipart([upload.parts["1"], upload.parts["2"]])
    again.bucket.objects.set("big", upload.object)
    again.store.remove_multipart("kept", again.bucket.multiparts.pop(upload.id))
    again.catalog.save_key(again.bucket, "big")
    again.catalog.save_upload(again.bucket, upload.id)
    last = again.restarted()
    assert last.get("big") == b"one two"
    assert last.bucket.multiparts == {}
    assert len(last.data()) == 1


def test_a_copy_onto_itself_shares_its_bytes_and_another_has_its_own(cloud: Cloud) -> None:
    source = cloud.put("key", b"content")
    same, other = S3Object("key"), S3Object("other")
    cloud.store.copy("kept", source, "kept", same).close()
    cloud.store.copy("kept", source, "kept", other).close()
    assert file_of(same) == file_of(source) != file_of(other)
    cloud.bucket.objects.set("other", other)
    assert cloud.get("other") == b"content"


def test_a_damaged_file_costs_its_own_object_only(cloud: Cloud, caplog: pytest.LogCaptureFixture) -> None:
    cloud.put("one", b"1")
    (damaged,) = (cloud.root / "kept" / "keys").iterdir()
    damaged.write_bytes(damaged.read_bytes()[:-1])
    cloud.put("two", b"2")
    again = cloud.restarted()
    assert list(again.bucket.objects._store) == ["two"]
    assert "bucket kept cannot be used" in caplog.text
    assert "unusable" in caplog.text


def test_nothing_is_left_of_a_bucket_that_is_gone(cloud: Cloud) -> None:
    cloud.put("key", b"content")
    cloud.catalog.keep_only(set())
    assert list(cloud.root.iterdir()) == []


LOCATION = "http://kept.s3.localhost:4566/folder/a%20b"


@pytest.mark.parametrize(
    ("operation", "request_", "answer", "expected"),
    [
        ("PutObject", {"Bucket": "kept", "Key": "k"}, {}, Touched("kept", keys=("k",))),
        ("PutObjectTagging", {"Bucket": "kept", "Key": "k"}, {}, Touched("kept", keys=("k",))),
        (
            "DeleteObjects",
            {"Bucket": "kept", "Delete": {"Objects": [{"Key": "a"}, {"Key": "b"}]}},
            {},
            Touched("kept", keys=("a", "b")),
        ),
        ("CreateMultipartUpload", {"Bucket": "kept", "Key": "k"}, {"UploadId": "u"}, Touched("kept", uploads=("u",))),
        ("UploadPart", {"Bucket": "kept", "Key": "k", "UploadId": "u"}, {}, Touched("kept", uploads=("u",))),
        (
            "CompleteMultipartUpload",
            {"Bucket": "kept", "Key": "k", "UploadId": "u"},
            {},
            Touched("kept", keys=("k",), uploads=("u",)),
        ),
        ("PostObject", {"Bucket": "kept"}, {"LocationHeader": LOCATION}, Touched("kept", keys=("folder/a b",))),
        (
            "PostObject",
            {"Bucket": "kept"},
            {"LocationHeader": "http://page/?key=a%2Fb&bucket=kept&etag=e"},
            Touched("kept", keys=("a/b",)),
        ),
        ("PutBucketPolicy", {"Bucket": "kept"}, {}, None),
    ],
)
def test_a_call_names_what_it_has_changed(
    operation: str, request_: dict, answer: dict, expected: Touched | None
) -> None:
    assert touched(operation, request_, answer) == expected
