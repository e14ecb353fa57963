"""Tests of `AWS::Logs::ResourcePolicy`."""

from types import SimpleNamespace

import pytest
from localstack.services.cloudformation.resource_provider import OperationStatus

from caudal_localstack.cloudformation.log_policy import LogPolicyProvider

MODEL = {"PolicyName": "alerts", "PolicyDocument": "{}"}


class Missing(Exception):
    """What the API throws for a policy that is not there."""


class Logs:
    """The calls of CloudWatch Logs that count here, on a dict."""

    exceptions = SimpleNamespace(ResourceNotFoundException=Missing)

    def __init__(self) -> None:
        self.policies: dict[str, str] = {}

    def put_resource_policy(self, policyName: str, policyDocument: str) -> None:
        self.policies[policyName] = policyDocument

    def delete_resource_policy(self, policyName: str) -> None:
        if self.policies.pop(policyName, None) is None:
            raise Missing


@pytest.fixture
def logs() -> Logs:
    return Logs()


def request(logs: Logs, **model: str) -> SimpleNamespace:
    return SimpleNamespace(
        desired_state={**MODEL, **model},
        previous_state=MODEL,
        aws_client_factory=SimpleNamespace(logs=logs),
        logger=SimpleNamespace(debug=lambda *_: None),
    )


def test_it_is_put_changed_and_deleted(logs: Logs) -> None:
    provider = LogPolicyProvider()
    provider.create(request(logs))
    assert logs.policies == {"alerts": "{}"}
    provider.update(request(logs, PolicyDocument='{"Statement": []}'))
    assert logs.policies == {"alerts": '{"Statement": []}'}
    provider.delete(request(logs))
    assert logs.policies == {}


def test_one_that_has_gone_already_is_no_error(logs: Logs) -> None:
    assert LogPolicyProvider().delete(request(logs)).status is OperationStatus.SUCCESS
