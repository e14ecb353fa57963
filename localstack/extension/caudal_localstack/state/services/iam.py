"""IAM: the thousand policies that AWS manages are in every backend anyway."""

from moto.iam.models import AWSManagedPolicy, IAMBackend, ManagedPolicy, iam_backends

from caudal_localstack.state import containers, pickling


@pickling.reducer(AWSManagedPolicy)
def _managed_by_aws(policy: AWSManagedPolicy) -> tuple:
    """Where a role has one attached: a reference."""
    return _policy, (policy.account_id, policy.partition, policy.arn, policy.attachment_count)


def _policy(account: str, partition: str, arn: str, attachment_count: int) -> ManagedPolicy:
    policy = iam_backends[account][partition].managed_policies[arn]
    policy.attachment_count = attachment_count
    return policy


def _without_aws(backend: IAMBackend) -> dict:
    own = {arn: each for arn, each in list(backend.managed_policies.items()) if type(each) is not AWSManagedPolicy}
    attributes = {name: value for name, value in list(vars(backend).items()) if name != "aws_managed_policies"}
    return {**attributes, "managed_policies": own}


def _with_aws(backend: IAMBackend, attributes: dict) -> dict:
    return {**attributes, "managed_policies": {**backend.managed_policies, **attributes["managed_policies"]}}


containers.leave_out(IAMBackend, _without_aws, _with_aws)
