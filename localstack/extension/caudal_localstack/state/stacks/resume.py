"""Operations on stacks that LocalStack's end has interrupted go on, as they would on AWS."""

import logging
from collections.abc import Mapping
from pathlib import Path

from localstack.aws.api import RequestContext
from localstack.aws.api.cloudformation import ExecutionStatus, StackStatus
from localstack.aws.connect import connect_to
from localstack.services.cloudformation.engine.entities import StackIdentifierV2
from localstack.services.cloudformation.stores import CloudFormationStore, cloudformation_stores
from localstack.services.cloudformation.v2.entities import Stack
from localstack.services.cloudformation.v2.provider import find_change_set_v2, find_stack_v2
from localstack.utils.id_generator import localstack_id_manager

from caudal_localstack.state.stacks import journal, replay

LOG = logging.getLogger(__name__)

_ATTRIBUTE = "caudal_request"

_METHODS = {
    "CreateStack": "create_stack",
    "UpdateStack": "update_stack",
    "DeleteStack": "delete_stack",
    "ExecuteChangeSet": "execute_change_set",
}

_ENDS = {
    "CREATE": StackStatus.ROLLBACK_FAILED,
    "UPDATE": StackStatus.UPDATE_ROLLBACK_COMPLETE,
    "DELETE": StackStatus.DELETE_FAILED,
}
"""Where an operation ends that cannot go on. CDK makes a stack anew that is in the first, and updates the second."""


def remember_request(context: RequestContext) -> None:
    """Has a stack remember by which call the operation was begun that is under way now."""
    operation, request = context.operation.name, context.service_request or {}
    if operation not in _METHODS:
        return
    store = cloudformation_stores[context.account_id][context.region]
    try:
        if operation == "ExecuteChangeSet":
            change_set = find_change_set_v2(store, request["ChangeSetName"], request.get("StackName"))
            stack = change_set and change_set.stack
        else:
            stack = find_stack_v2(store, request["StackName"])
    except (LookupError, RuntimeError):
        return
    if stack is not None:
        setattr(stack, _ATTRIBUTE, (operation, dict(request)))


def resume_operations() -> None:
    """Begins the interrupted operations of all stacks again; the steps that they had done are not done twice.

    Nested stacks, which are younger than the ones they are in, come first: those wait for them.
    """
    for account, region, store, stack in sorted(_interrupted(), key=lambda each: each[3].creation_time, reverse=True):
        operation, _ = getattr(stack, _ATTRIBUTE, (None, {}))
        try:
            if operation is None:
                raise LookupError("LocalStack ended before it had answered the call that began it")
            _begin_again(connect_to(aws_access_key_id=account, region_name=region).cloudformation, store, stack)
            LOG.warning("%s of stack %s was interrupted and goes on", operation, stack.stack_name)
        except Exception as error:
            _give_up(store.stacks_v2.get(stack.stack_id, stack), error)


def forget_ended_operations(journals: Path) -> None:
    """Removes the journals of operations that will not go on."""
    journal.keep_only(journals, [stack.stack_id for _, _, _, stack in _interrupted()])


def _interrupted() -> list[tuple[str, str, CloudFormationStore, Stack]]:
    """Account, region, store and stack of each operation that was under way."""
    return [
        (account, region, store, stack)
        for account, region, store in list(cloudformation_stores.iter_stores())
        for stack in list(store.stacks_v2.values())
        if stack.status.endswith("_IN_PROGRESS") and stack.status != StackStatus.REVIEW_IN_PROGRESS
    ]


def _begin_again(client: object, store: CloudFormationStore, stack: Stack) -> None:
    operation, request = getattr(stack, _ATTRIBUTE)
    replay.resumed.add(stack.stack_id)
    match operation:
        case "CreateStack":
            _create_again(client, store, stack, request)
            return
        case "UpdateStack":
            stack.status = StackStatus.UPDATE_COMPLETE
        case "ExecuteChangeSet":
            find_change_set_v2(store, request["ChangeSetName"], request.get("StackName")).set_execution_status(
                ExecutionStatus.AVAILABLE
            )
    getattr(client, _METHODS[operation])(**request)


def _create_again(client: object, store: CloudFormationStore, stack: Stack, request: Mapping) -> None:
    """The engine makes the stack anew: with the identifier that clients know, and what they have seen happen to it."""
    identifier = StackIdentifierV2(stack.account_id, stack.region_name, stack.stack_name)
    store.stacks_v2.pop(stack.stack_id)
    try:
        with localstack_id_manager.custom_id(identifier, stack.stack_id.rsplit("/", 1)[-1]):
            client.create_stack(**request)
    except Exception:
        store.stacks_v2[stack.stack_id] = stack
        raise
    again = store.stacks_v2[stack.stack_id]
    again.creation_time = stack.creation_time
    again.events.extend(stack.events)


def _give_up(stack: Stack, error: Exception) -> None:
    replay.resumed.discard(stack.stack_id)
    kind = next((kind for kind in _ENDS if stack.status.startswith(kind)), "UPDATE")
    reason = f"The operation was interrupted by the end of LocalStack and could not go on: {error}"
    LOG.warning("Stack %s: %s", stack.stack_name, reason)
    stack.set_stack_status(_ENDS[kind], reason)
