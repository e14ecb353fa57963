"""Step Functions: executions run in threads, which end with LocalStack."""

import datetime

from localstack.aws.api.stepfunctions import ExecutionStatus
from localstack.services.plugins import Service
from localstack.services.stepfunctions.backend.store import sfn_stores


def revive(service: Service) -> None:
    """Marks executions that were under way as aborted, with the reason: nothing works on them any more."""
    for _, _, store in list(sfn_stores.iter_stores()):
        for execution in store.executions.values():
            if execution.exec_status == ExecutionStatus.RUNNING:
                execution.exec_status = ExecutionStatus.ABORTED
                execution.stop_date = datetime.datetime.now(tz=datetime.UTC)
                execution.cause = "LocalStack ended while the execution was under way"
    service.lifecycle_hook.on_after_state_load()
