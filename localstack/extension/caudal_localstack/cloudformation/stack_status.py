"""The way of a stack from status to status, where LocalStack's engine has no roll-back in mind.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
"""

from collections.abc import Callable

from localstack.aws.api.cloudformation import StackStatus
from localstack.services.cloudformation.v2.entities import Stack

_ROLLED_BACK = frozenset(
    {
        StackStatus.ROLLBACK_COMPLETE,
        StackStatus.ROLLBACK_FAILED,
        StackStatus.UPDATE_ROLLBACK_COMPLETE,
        StackStatus.UPDATE_ROLLBACK_FAILED,
    }
)
_BEGUN = (StackStatus.CREATE_IN_PROGRESS, StackStatus.UPDATE_IN_PROGRESS, StackStatus.DELETE_IN_PROGRESS)
_RESULTS = frozenset(
    {
        StackStatus.CREATE_COMPLETE,
        StackStatus.CREATE_FAILED,
        StackStatus.ROLLBACK_COMPLETE,
        StackStatus.UPDATE_COMPLETE,
        StackStatus.UPDATE_FAILED,
    }
)


def set_stack_status(original: Callable, stack: Stack, status: StackStatus | str, reason: str | None = None) -> None:
    """Takes the place of `Stack.set_stack_status`."""
    following = next_status(StackStatus(stack.status), StackStatus(status))
    if following in _BEGUN:
        stack.status_reason = None
    if following:
        original(stack, following, reason)


def next_status(current: StackStatus, wanted: StackStatus) -> StackStatus | None:
    """The status that a stack takes when the engine wants one; none where it stays as it is.

    The engine calls every deployment done in the end, also one that was rolled back or left something behind.
    """
    if current in _ROLLED_BACK and wanted in _RESULTS:
        return None
    if current is StackStatus.DELETE_FAILED and wanted is StackStatus.DELETE_COMPLETE:
        return None
    if current is StackStatus.UPDATE_ROLLBACK_COMPLETE and wanted is StackStatus.REVIEW_IN_PROGRESS:
        return None
    if current is StackStatus.UPDATE_ROLLBACK_IN_PROGRESS and wanted is StackStatus.ROLLBACK_COMPLETE:
        return StackStatus.UPDATE_ROLLBACK_COMPLETE
    return wanted
