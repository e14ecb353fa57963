"""Announces each step of an operation on a stack, which no call of the gateway stands for."""

import threading
from collections.abc import Callable
from typing import Any

from localstack.services.cloudformation.v2.entities import Stack
from localstack.utils.patch import patch

from caudal_localstack.state.keeper import Keeper

_AFTER_S = 0.2
_AFTER_THE_END_S = 1.0


def announce_changes(keeper: Keeper) -> None:
    """Has CloudFormation saved shortly after each change of a stack's or a resource's status.

    At the end of an operation the engine first says so, and then puts down template, outputs and resources; so all is
    saved once more when that is done.
    """

    def stack_changed(change: Callable[..., None], stack: Stack, *args: Any, **kwargs: Any) -> None:
        change(stack, *args, **kwargs)
        keeper.changes("cloudformation", _AFTER_S)
        if not stack.status.endswith("_IN_PROGRESS"):
            again = threading.Timer(_AFTER_THE_END_S, keeper.changes, ("cloudformation", 0))
            again.daemon = True
            again.start()

    def resource_changed(change: Callable[..., None], stack: Stack, *args: Any, **kwargs: Any) -> None:
        change(stack, *args, **kwargs)
        keeper.changes("cloudformation", _AFTER_S)

    patch(Stack.set_stack_status)(stack_changed)
    patch(Stack.set_resource_status)(resource_changed)
