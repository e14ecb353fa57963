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
def prepare() -> None:
    """Removes the folders of environments that ended with a former LocalStack; finds out what new ones can have."""
    from caudal_localstack.lambda_process.executor import remove_sandboxes
    from caudal_localstack.lambda_process.home import mounts_are_possible

    remove_sandboxes()
    mounts_are_possible()


@hooks.on_infra_shutdown()
def wait_no_longer() -> None:
    """Lets environments end at once, since the services are stopped next."""
    from caudal_localstack.lambda_process.executor import ProcessExecutor

    ProcessExecutor.is_shutting_down = True
