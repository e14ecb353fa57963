"""Tests of reading and giving back what providers of LocalStack and backends of moto hold."""

import json
from collections.abc import Iterator

import pytest
from localstack.services.kms.models import KmsKey, deserialize_ciphertext_blob, kms_stores
from localstack.services.plugins import Service
from localstack.services.stores import AccountRegionBundle, BaseStore, CrossAccountAttribute, CrossRegionAttribute
from localstack.services.stores import LocalAttribute as Local
from moto.core.base_backend import BackendDict
from moto.iam.models import AWSManagedPolicy, iam_backends
from moto.secretsmanager.models import secretsmanager_backends

from caudal_localstack.state import containers, pickling
from caudal_localstack.state.services import iam as _iam  # noqa: F401

ACCOUNT, REGION = "000000000000", "us-east-1"


class Store(BaseStore):
    """One attribute of each kind."""

    own: dict = Local(default=dict)
    regional: dict = CrossRegionAttribute(default=dict)
    everywhere: dict = CrossAccountAttribute(default=dict)


class Provider:
    """A provider that shows one container."""

    def __init__(self, container: AccountRegionBundle | BackendDict) -> None:
        self.service = "tested"
        self.container = container

    def accept_state_visitor(self, visitor) -> None:
        """Shows it."""
        visitor.visit(self.container)


def service_of(container: AccountRegionBundle | BackendDict) -> Service:
    """A service around a container."""
    service = Service("tested")
    service._provider = Provider(container)
    return service


def kept(container: AccountRegionBundle | BackendDict) -> bytes:
    """What is on disk of it."""
    return pickling.dumps(containers.snapshot(service_of(container)))


def give_back(container: AccountRegionBundle | BackendDict, payload: bytes) -> None:
    """Gives it to a fresh one."""
    containers.restore(service_of(container), pickling.loads(payload))


@pytest.fixture(autouse=True)
def _clean() -> Iterator[None]:
    yield
    for backends in (iam_backends, secretsmanager_backends):
        backends.clear()
    kms_stores.reset()


def test_a_store_comes_back_with_all_accounts_and_regions() -> None:
    bundle = AccountRegionBundle("sqs", Store)
    bundle[ACCOUNT]["us-east-1"].own["a"] = 1
    bundle["111111111111"]["eu-west-1"].own["b"] = 2
    bundle[ACCOUNT]["us-east-1"].regional["c"] = 3
    bundle[ACCOUNT]["us-east-1"].everywhere["d"] = 4
    fresh = AccountRegionBundle("sqs", Store)
    give_back(fresh, kept(bundle))
    assert fresh[ACCOUNT]["us-east-1"].own == {"a": 1}
    assert fresh["111111111111"]["eu-west-1"].own == {"b": 2}
    assert fresh[ACCOUNT]["eu-west-1"].regional == {"c": 3}
    assert fresh["222222222222"]["eu-west-1"].everywhere == {"d": 4}
    fresh[ACCOUNT]["us-east-1"].everywhere["e"] = 5
    assert fresh["111111111111"]["eu-west-1"].everywhere["e"] == 5


def test_a_key_decrypts_what_it_encrypted_before() -> None:
    usages = {
        "SYMMETRIC_DEFAULT": "ENCRYPT_DECRYPT",
        "RSA_2048": "ENCRYPT_DECRYPT",
        "HMAC_256": "GENERATE_VERIFY_MAC",
    }
    for spec, usage in usages.items():
        key = KmsKey({"KeySpec": spec, "KeyUsage": usage}, ACCOUNT, REGION)
        kms_stores[ACCOUNT][REGION].keys[spec] = key
    secret = deserialize_ciphertext_blob(kms_stores[ACCOUNT][REGION].keys["SYMMETRIC_DEFAULT"].encrypt(b"message"))
    signature = kms_stores[ACCOUNT][REGION].keys["HMAC_256"].generate_mac(b"message", "HMAC_SHA_256")
    payload = kept(kms_stores)
    kms_stores.reset()
    give_back(kms_stores, payload)
    again = kms_stores[ACCOUNT][REGION].keys
    assert again["SYMMETRIC_DEFAULT"].decrypt(secret) == b"message"
    assert again["RSA_2048"].crypto_key.key.key_size == 2048
    assert again["HMAC_256"].verify_mac(b"message", signature, "HMAC_SHA_256")


def test_objects_of_moto_hold_on_to_the_backend_that_is_in_use() -> None:
    backend = secretsmanager_backends[ACCOUNT][REGION]
    backend.create_secret("name", "text", None, None, [], None, None, [], False)
    payload = kept(secretsmanager_backends)
    secretsmanager_backends.clear()
    give_back(secretsmanager_backends, payload)
    again = secretsmanager_backends[ACCOUNT][REGION]
    assert again is not backend
    assert again.get_secret_value("name", None, None)["SecretString"] == "text"


def test_roles_keep_the_policies_of_aws_without_a_copy_of_these(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
    backend = iam_backends[ACCOUNT]["aws"]
    backend.create_role("role", "{}", "/", None, None, [], 3600)
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    own = backend.create_policy(None, "/", json.dumps({"Version": "2012-10-17", "Statement": [statement]}), "own", {})
    arn = next(each.arn for each in backend.managed_policies.values() if type(each) is AWSManagedPolicy)
    for policy in (own.arn, arn):
        backend.attach_role_policy(policy, "role")
    payload = kept(iam_backends)
    assert len(payload) < 20_000
    iam_backends.clear()
    give_back(iam_backends, payload)
    again = iam_backends[ACCOUNT]["aws"]
    role = again.get_role("role")
    assert set(role.managed_policies) == {own.arn, arn}
    assert role.managed_policies[arn] is again.managed_policies[arn]
    assert again.managed_policies[arn].attachment_count == 1
    assert own.arn in again.managed_policies
