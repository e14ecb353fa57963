"""What the state of S3 as a whole leaves out, because `catalog` keeps it by object."""

from localstack.services.s3.models import KeyStore, S3Bucket, VersionedKeyStore

from caudal_localstack.state import pickling


@pickling.reducer(S3Bucket)
def _bucket(bucket: S3Bucket) -> tuple:
    return _empty_bucket, ({**vars(bucket), "objects": type(bucket.objects), "multiparts": {}},)


def _empty_bucket(attributes: dict) -> S3Bucket:
    bucket = S3Bucket.__new__(S3Bucket)
    objects: type[KeyStore | VersionedKeyStore] = attributes["objects"]
    vars(bucket).update(attributes, objects=objects())
    return bucket
