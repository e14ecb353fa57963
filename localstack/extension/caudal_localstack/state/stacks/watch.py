"""Announces each step of an operation on a stack, which no call of the gateway stands for."""

from collections.abc import Callable
from typing import Any

from localstack.services.cloudformation.v2.entities import Stack
from localstack.utils.patch import patch

from caudal_localstack.state.keeper import Keeper

_AFTER_S = 0.2


def announce_changes(keeper: Keeper) -> None:
    """Has CloudFormation saved shortly after each change of a stack's or a resource's status.

    The engine says so before it has put down the outputs; so what counts is what is there a moment later.
    """

    def announced(change: Callable[..., None], *args: Any, **kwargs: Any) -> None:
        change(*args, **kwargs)
        keeper.changes("cloudformation", _AFTER_S)

    patch(Stack.set_stack_status)(announced)
    patch(Stack.set_resource_status)(announced)
