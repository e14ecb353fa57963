"""What LocalStack runs at its start, when it is ready and at its end, to keep its state in `CAUDAL_STATE_FOLDER`."""

from localstack.runtime import hooks

from caudal_localstack import settings

# After all that other hooks replace in LocalStack, before the gateway listens.
_LAST = -1000
# Before the providers are stopped.
_FIRST = 1000


@hooks.on_infra_start(priority=_LAST)
def load_state() -> None:
    """Gives the providers back what is kept, and keeps what they change from now on."""
    if folder := settings.state_folder():
        from caudal_localstack.state.life import begin

        begin(folder)


@hooks.on_infra_ready()
def resume_work() -> None:
    """Takes up again what needs the gateway."""
    if settings.state_folder():
        from caudal_localstack.state.life import resume

        resume()


@hooks.on_infra_shutdown(priority=_FIRST)
def save_state() -> None:
    """Saves what was to be saved by and by."""
    if settings.state_folder():
        from caudal_localstack.state.life import end

        end()
