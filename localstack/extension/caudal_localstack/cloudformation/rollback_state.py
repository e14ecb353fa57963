"""What a roll-back goes by, and what a stack is after it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from localstack.aws.api.cloudformation import ChangeAction, ResourceStatus
from localstack.services.cloudformation.engine.v2.change_set_model_preproc import PreprocProperties
from localstack.services.cloudformation.resource_provider import OperationStatus, ProgressEvent
from localstack.services.cloudformation.v2.entities import ChangeSet, ResolvedResource

from caudal_localstack.cloudformation.properties import HALF_MADE


@dataclass(frozen=True)
class Step:
    """What was done to one resource."""

    action: ChangeAction
    name: str
    resource_type: str
    before: PreprocProperties | None
    after: PreprocProperties
    event: ProgressEvent

    @property
    def model(self) -> dict:
        """The resource as it is after the step, as far as it is known."""
        return self.event.resource_model or self.after.properties

    @property
    def has_made_something(self) -> bool:
        """Whether there is something to undo."""
        return self.event.status is OperationStatus.SUCCESS or HALF_MADE in self.event.custom_context


def failed_resource(
    name: str, resource_type: str, status: ResourceStatus, reason: str, model: dict
) -> ResolvedResource:
    """A resource as the stack knows it when something about it has failed."""
    return ResolvedResource(
        Properties=model,
        LogicalResourceId=name,
        Type=resource_type,
        LastUpdatedTimestamp=datetime.now(UTC),
        ResourceStatus=status,
        ResourceStatusReason=reason,
    )


def restore_template(change_set: ChangeSet, is_update: bool, left: Collection[str]) -> None:
    """Makes the template that the engine will write to the stack the one of what the stack has.

    After an update that is the template before it; after a creation, one of the resources that could not be deleted.
    """
    stack = change_set.stack
    if is_update:
        change_set.template = stack.template
        change_set.processed_template = stack.processed_template
        change_set.template_body = stack.template_body
        change_set.resolved_parameters = stack.resolved_parameters
        return
    resources = (change_set.processed_template or change_set.template)["Resources"]
    keys = ("Type", "DeletionPolicy")
    template = {
        "Resources": {name: {key: resources[name][key] for key in keys if key in resources[name]} for name in left}
    }
    change_set.template = template
    change_set.processed_template = template
