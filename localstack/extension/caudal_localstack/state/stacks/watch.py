"""Announces each step of an operation on a stack, which no call of the gateway stands for."""

from collections.abc import Callable
from typing import Any

from localstack.services.cloudformation.v2 import provider
from localstack.services.cloudformation.v2.entities import Stack
from localstack.utils.patch import patch

from caudal_localstack.state.keeper import Keeper

_SERVICE = "cloudformation"
_AFTER_S = 0.2


def announce_changes(keeper: Keeper) -> None:
    """Has CloudFormation saved shortly after each change of a stack's or a resource's status.

    At the end of an operation the engine first says so, and then puts down template, outputs and resources; so all is
    saved once more when its thread is done with that.
    """
    start = provider.start_worker_thread

    def start_and_save(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        def work_and_save(*given: Any) -> None:
            try:
                work(*given)
            finally:
                keeper.changed(_SERVICE)

        return start(work_and_save, *args, **kwargs)

    def changed(change: Callable[..., None], stack: Stack, *args: Any, **kwargs: Any) -> None:
        change(stack, *args, **kwargs)
        keeper.changes(_SERVICE, _AFTER_S)

    provider.start_worker_thread = start_and_save
    patch(Stack.set_stack_status)(changed)
    patch(Stack.set_resource_status)(changed)
