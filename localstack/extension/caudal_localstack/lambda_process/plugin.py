"""What LocalStack finds through the entry points of this package; imports the rest only when it is used."""

from localstack.runtime import hooks
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin


class ProcessExecutorPlugin(RuntimeExecutorPlugin):
    """The executor that `LAMBDA_RUNTIME_EXECUTOR=process` chooses."""

    name = "process"

    def load(self, *_arguments: object, **_named: object):
        """The class of executors."""
        from caudal_localstack.lambda_process.executor import ProcessExecutor

        return ProcessExecutor


@hooks.on_infra_start()
def remove_leftovers() -> None:
    """Removes the folders of execution environments that ended with a former LocalStack."""
    from caudal_localstack.lambda_process.executor import remove_sandboxes

    remove_sandboxes()
