"""Which objects and uploads a call of S3 has changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlparse

_UPLOAD = {"CreateMultipartUpload", "UploadPart", "UploadPartCopy", "AbortMultipartUpload"}


@dataclass(frozen=True)
class Touched:
    """Keys and uploads of one bucket."""

    bucket: str
    keys: tuple[str, ...] = ()
    uploads: tuple[str, ...] = ()


def touched(operation: str, request: Mapping, answer: Mapping) -> Touched | None:
    """What a call that has succeeded, and that reads no more, has changed below its bucket. None: the bucket itself."""
    bucket = request.get("Bucket", "")
    if operation in _UPLOAD:
        return Touched(bucket, uploads=(request.get("UploadId") or answer["UploadId"],))
    match operation:
        case "DeleteObjects":
            return Touched(bucket, keys=tuple(each["Key"] for each in request["Delete"]["Objects"]))
        case "CompleteMultipartUpload":
            return Touched(bucket, keys=(request["Key"],), uploads=(request["UploadId"],))
        case "PostObject":
            return Touched(bucket, keys=(_key_at(bucket, answer["LocationHeader"]),))
    return Touched(bucket, keys=(request["Key"],)) if "Key" in request else None


def _key_at(bucket: str, location: str) -> str:
    """The key in the answer to a form: in the object's address, or in the query of the page that the form named."""
    url = urlparse(location)
    if bucket in (query := parse_qs(url.query)).get("bucket", ()):
        return query["key"][0]
    path = unquote(url.path).removeprefix("/")
    return path if url.netloc.startswith(f"{bucket}.") else path.removeprefix(f"{bucket}/")
