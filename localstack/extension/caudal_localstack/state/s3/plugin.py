"""S3 in the state: its provider writes to files that stay, and what a call has changed is saved by object."""

from pathlib import Path

from localstack.aws.api import RequestContext
from localstack.services.plugins import SERVICE_PLUGINS
from localstack.services.s3.models import S3Bucket, s3_stores
from localstack.services.s3.provider import S3Provider
from localstack.utils.patch import patch

from caudal_localstack.state.s3 import reducers as _reducers  # noqa: F401
from caudal_localstack.state.s3.calls import touched
from caudal_localstack.state.s3.catalog import Catalog
from caudal_localstack.state.s3.object_store import KeptObjectStore


class KeptS3:
    """Objects of S3 on disk."""

    def __init__(self, root: Path) -> None:
        """Takes the folder of all buckets, and has LocalStack's provider write there when it is made."""
        store = KeptObjectStore(root)
        self._catalog = Catalog(root, store)
        patch(S3Provider.__init__)(lambda make, provider, _=None: make(provider, store))

    def revive(self) -> None:
        """Fills the buckets, whose properties are there, with their objects, and removes what is left of others."""
        buckets = {bucket.name: bucket for bucket in _buckets()}
        for bucket in buckets.values():
            self._catalog.load(bucket)
        self._catalog.keep_only(set(buckets))
        SERVICE_PLUGINS.require("s3").lifecycle_hook.on_after_state_load()

    def changed(self, context: RequestContext) -> bool:
        """Saves the objects that a call has changed. False: it has changed a bucket, which the whole state tells of.

        @raises OSError when that fails: then nothing is acknowledged
        """
        operation, request = context.operation.name, context.service_request or {}
        changes = touched(operation, request, context.service_response or {})
        bucket = next((each for each in _buckets() if each.name == request.get("Bucket")), None)
        if bucket is None:
            return False
        if changes is None:
            if operation == "PutBucketVersioning":
                # The first such call gives every object of the bucket a version.
                self._catalog.save_bucket(bucket)
            return False
        for key in changes.keys:
            self._catalog.save_key(bucket, key)
        for upload in changes.uploads:
            self._catalog.save_upload(bucket, upload)
        return True


def _buckets() -> list[S3Bucket]:
    return [
        bucket for regions in list(s3_stores.values()) for bucket in list(regions._global.get("buckets", {}).values())
    ]
