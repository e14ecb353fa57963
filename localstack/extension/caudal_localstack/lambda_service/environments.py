"""Execution environments as LocalStack keeps them: what it does not hand to them, and what goes wrong with many."""

from collections import defaultdict
from collections.abc import Callable, ValuesView

from localstack.services.lambda_.invocation.assignment import AssignmentService
from localstack.services.lambda_.invocation.execution_environment import ExecutionEnvironment
from localstack.services.lambda_.invocation.lambda_models import Invocation, InvocationResult
from localstack.utils.patch import patch


class SteadyDict[Key, Value](dict[Key, Value]):
    """Its values can be walked while another thread changes it, as it happens to the environments of a function."""

    def values(self) -> ValuesView[Value]:
        """Those of this moment."""
        return dict(self).values()


def install() -> None:
    """Has environments hand on the client context, log to the group that was chosen, and be many at once."""

    @patch(ExecutionEnvironment.invoke)
    def invoke(
        target: Callable[..., InvocationResult], self: ExecutionEnvironment, invocation: Invocation
    ) -> InvocationResult:
        self.runtime_executor.client_context = invocation.client_context
        return target(self, invocation)

    @patch(ExecutionEnvironment.get_log_group_name)
    def get_log_group_name(target: Callable[..., str], self: ExecutionEnvironment) -> str:
        chosen = (self.function_version.config.logging_config or {}).get("LogGroup")
        return chosen or target(self)

    @patch(AssignmentService.__init__)
    def __init__(target: Callable[..., None], self: AssignmentService) -> None:
        target(self)
        self.environments = defaultdict(SteadyDict)
