"""Roll-back of a deployment that failed, for all types of resources. LocalStack's engine stops and leaves what it did.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html
"""

import copy
from typing import Any

from localstack.aws.api.cloudformation import ChangeAction, ResourceStatus, StackStatus
from localstack.services.cloudformation.engine.v2.change_set_model import is_nothing
from localstack.services.cloudformation.engine.v2.change_set_model_executor import (
    ChangeSetModelExecutor,
    ChangeSetModelExecutorResult,
)
from localstack.services.cloudformation.engine.v2.change_set_model_preproc import (
    DeletionPolicy,
    PreprocProperties,
    PreprocResource,
)
from localstack.services.cloudformation.resource_provider import OperationStatus, ProgressEvent

from caudal_localstack.cloudformation import replacement
from caudal_localstack.cloudformation.properties import ADOPTED
from caudal_localstack.cloudformation.rollback_state import Step, failed_resource, restore_template


class RollingBackExecutor(ChangeSetModelExecutor):
    """Undoes what it did when a resource fails, newest first. What an update no longer needs goes after success only.

    What a stack has adopted stays, and so does what has `DeletionPolicy: Retain`.
    """

    def __init__(self, change_set) -> None:
        super().__init__(change_set)
        stack = change_set.stack
        self._is_deletion = stack.status == StackStatus.DELETE_IN_PROGRESS
        self._is_update = bool(stack.template)
        self._kept = copy.deepcopy(stack.resolved_resources)
        self._steps: list[Step] = []
        self._retained: set[str] = set()

    def execute(self) -> ChangeSetModelExecutorResult:
        """Deploys; after a failure the stack has the resources, the template and the outputs that it had before."""
        result = super().execute()
        if self._is_deletion:
            return result
        stack = self._change_set.stack
        # A deletion goes by this template, and `UpdateStack` leaves the one before the update.
        stack.processed_template = self._change_set.processed_template
        if result.failure_message:
            result.outputs = stack.resolved_outputs if self._is_update else []
        return result

    def process(self) -> None:
        """Makes and changes resources, or undoes it. @raises what made it fail"""
        try:
            super().process()
        except Exception as error:
            if not self._is_deletion:
                self._deferred_actions.clear()
                self._roll_back(str(getattr(error, "reason", None) or error))
            raise

    def _execute_resource_change(
        self, name: str, before: PreprocResource | None, after: PreprocResource | None
    ) -> None:
        if not is_nothing(after) and after.deletion_policy == DeletionPolicy.Retain:
            self._retained.add(name)
        if not is_nothing(before) and not is_nothing(after) and after.requires_replacement:
            provider = self.resource_provider_executor.try_load_resource_provider(after.resource_type)
            old, new = before.properties.properties, after.properties.properties
            after.requires_replacement = replacement.is_needed(provider.SCHEMA, old, new)
            there = self._merge_before_properties(name, before).properties
            conflict = replacement.name_conflict(provider.SCHEMA, there, new)
            if after.requires_replacement and conflict:
                self._refuse(name, after, conflict)
                return
        super()._execute_resource_change(name, before, after)

    def _execute_resource_action(self, action: ChangeAction, *args: Any, **kwargs: Any) -> ProgressEvent:
        event = super()._execute_resource_action(action, *args, **kwargs)
        if action != ChangeAction.Remove:
            names = ("logical_resource_id", "resource_type", "before_properties", "after_properties")
            self._steps.append(Step(action, *(kwargs[name] for name in names), event))
        return event

    def _process_event(self, *, action: ChangeAction, logical_resource_id: str, **kwargs: Any) -> None:
        """Tells of a resource. The engine would let one that fails decide the status of the stack, too."""
        stack = self._change_set.stack
        known = stack.resource_states.get(logical_resource_id)
        if kwargs["event_status"] is OperationStatus.FAILED and not self._is_deletion:
            operation = {ChangeAction.Add: "CREATE", ChangeAction.Modify: "UPDATE", ChangeAction.Remove: "DELETE"}[
                action
            ]
            stack.set_resource_status(
                logical_resource_id=logical_resource_id,
                physical_resource_id=self._get_physical_id(logical_resource_id, False),
                resource_type=kwargs["resource_type"],
                status=ResourceStatus(f"{operation}_FAILED"),
                resource_status_reason=kwargs.get("reason"),
            )
        else:
            super()._process_event(action=action, logical_resource_id=logical_resource_id, **kwargs)
        if action is ChangeAction.Remove and known and logical_resource_id in self.resources and not self._is_deletion:
            stack.resource_states[logical_resource_id] = known

    def _refuse(self, name: str, after: PreprocResource, message: str) -> None:
        """Lets a resource fail before anything is done to it."""
        self.resources[name] = failed_resource(name, after.resource_type, ResourceStatus.UPDATE_FAILED, message, {})
        self._process_event(
            action=ChangeAction.Modify,
            logical_resource_id=name,
            event_status=OperationStatus.FAILED,
            resource_type=after.resource_type,
            reason=message,
        )

    def _roll_back(self, reason: str) -> None:
        stack = self._change_set.stack
        prefix = "UPDATE_ROLLBACK" if self._is_update else "ROLLBACK"
        stack.set_stack_status(StackStatus(f"{prefix}_IN_PROGRESS"), reason)
        left = [step for step in reversed(self._steps) if not self._is_undone(step)]
        self.resources.clear()
        self.resources.update(self._kept)
        for step in left:
            reason = f"the roll-back could not delete it: {reason}"
            resource = failed_resource(step.name, step.resource_type, ResourceStatus.DELETE_FAILED, reason, step.model)
            self.resources.setdefault(step.name, resource)
        self._settle_failed()
        restore_template(self._change_set, self._is_update, [step.name for step in left])
        if left:
            names = ", ".join(step.name for step in left)
            stack.set_stack_status(StackStatus(f"{prefix}_FAILED"), f"The following resource(s) failed: [{names}]")

    def _settle_failed(self) -> None:
        """What failed to be made is gone, and what failed to be changed is as it was."""
        for name, state in list(self._change_set.stack.resource_states.items()):
            if state["ResourceStatus"] in (ResourceStatus.CREATE_FAILED, ResourceStatus.UPDATE_FAILED):
                self._process_event(
                    action=ChangeAction.Modify if name in self._kept else ChangeAction.Remove,
                    logical_resource_id=name,
                    event_status=OperationStatus.SUCCESS,
                    resource_type=state["ResourceType"],
                )

    def _is_undone(self, step: Step) -> bool:
        """Undoes a step, and tells whether that left nothing behind."""
        if step.action == ChangeAction.Add and not step.has_made_something:
            return True
        is_replaced = step.action == ChangeAction.Add and step.name in self._kept
        kept = step.event.custom_context.get(ADOPTED) or (step.name in self._retained and not is_replaced)
        if step.action == ChangeAction.Add and kept:
            event = ProgressEvent(OperationStatus.SUCCESS, resource_model={})
        elif step.action == ChangeAction.Add:
            event = self._act(step, ChangeAction.Remove, PreprocProperties(step.model), None)
        else:
            event = self._act(step, ChangeAction.Modify, PreprocProperties(step.model), step.before)
        is_done = event.status is OperationStatus.SUCCESS
        self.resources.pop(step.name, None)
        if step.name in self._kept:
            self.resources[step.name] = self._kept[step.name]
        self._process_event(
            action=ChangeAction.Modify if step.name in self._kept else ChangeAction.Remove,
            logical_resource_id=step.name,
            event_status=event.status,
            resource_type=step.resource_type,
            reason=event.message,
            custom_status=ResourceStatus.DELETE_SKIPPED if kept and step.name not in self._kept else None,
        )
        return is_done

    def _act(
        self, step: Step, action: ChangeAction, before: PreprocProperties, after: PreprocProperties | None
    ) -> ProgressEvent:
        return super()._execute_resource_action(
            action=action,
            logical_resource_id=step.name,
            resource_type=step.resource_type,
            before_properties=before,
            after_properties=after,
            part_of_replacement=action == ChangeAction.Remove,
        )
