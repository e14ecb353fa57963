"""The places in which LocalStack's providers keep their state, read and written as plain dictionaries.

A provider shows them to a visitor (`accept_state_visitor`): an `AccountRegionBundle` of LocalStack, a `BackendDict` of
moto. The third kind, `AssetDirectory`, is a folder that lies on disk already.
"""

import sys
from collections.abc import Callable, Iterator

from localstack.services.plugins import Service
from localstack.services.stores import LOCAL_ATTR_PREFIX, AccountRegionBundle
from localstack.state import StateContainer, StateVisitor
from moto.core.base_backend import BackendDict, BaseBackend

from caudal_localstack.state import pickling

type Snapshot = dict[str, dict]
"""Content of the containers of a service, by the name of each."""


_shorten: dict[type, Callable[[BaseBackend], dict]] = {}
_lengthen: dict[type, Callable[[BaseBackend, dict], dict]] = {}


def leave_out[Backend: BaseBackend](
    kind: type[Backend], shorten: Callable[[Backend], dict], lengthen: Callable[[Backend, dict], dict]
) -> None:
    """Registers what backends of a kind keep instead of all their attributes, and how these come of it again."""
    _shorten[kind], _lengthen[kind] = shorten, lengthen


def snapshot(service: Service) -> Snapshot:
    """The content of a service's containers; the objects in it are the live ones, to be pickled at once."""
    return {name: _read(container) for name, container in _containers(service)}


def restore(service: Service, content: Snapshot) -> None:
    """Puts content back into a service's containers, beside what is in them; one that no longer exists is skipped."""
    for name, container in _containers(service):
        if found := content.get(name):
            _write(container, found)


class _Collector(StateVisitor):
    def __init__(self) -> None:
        self.found: list[StateContainer] = []

    def visit(self, state_container: StateContainer) -> None:
        self.found.append(state_container)


def _containers(service: Service) -> Iterator[tuple[str, AccountRegionBundle | BackendDict]]:
    collector = _Collector()
    service.accept_state_visitor(collector)
    for container in collector.found:
        if isinstance(container, AccountRegionBundle):
            yield f"store {container.service_name}", container
        elif isinstance(container, BackendDict):
            yield f"backend {container.service_name}", container


def _read(container: AccountRegionBundle | BackendDict) -> dict:
    if isinstance(container, BackendDict):
        return {
            (account, region): _shorten.get(type(backend), vars)(backend)
            for account, regions in list(container.items())
            for region, backend in list(regions.items())
        }
    return {
        "universal": container._universal,
        "global": {account: regions._global for account, regions in list(container.items())},
        "local": {
            (account, region): {
                name: value for name, value in list(vars(store).items()) if name.startswith(LOCAL_ATTR_PREFIX)
            }
            for account, regions in list(container.items())
            for region, store in list(regions.items())
        },
    }


def _write(container: AccountRegionBundle | BackendDict, content: dict) -> None:
    if isinstance(container, BackendDict):
        for (account, region), attributes in content.items():
            backend = container[account][region]
            vars(backend).update(_lengthen.get(type(backend), _as_it_is)(backend, attributes))
        return
    container._universal.update(content["universal"])
    for account, attributes in content["global"].items():
        container[account]._global.update(attributes)
    for (account, region), attributes in content["local"].items():
        vars(container[account][region]).update(attributes)


def _as_it_is(_: BaseBackend, attributes: dict) -> dict:
    return attributes


def _live_backend(module: str, name: str, account: str, region: str) -> BaseBackend:
    """The one backend of an account and region. Objects of moto hold on to theirs, and it must stay the one in use."""
    kind = getattr(sys.modules[module], name)
    for candidate in vars(sys.modules[module]).values():
        if isinstance(candidate, BackendDict) and candidate.backend is kind:
            return candidate[account][region]
    raise LookupError(f"moto has no backends of {module}.{name}")


def reduce_backend(backend: BaseBackend) -> tuple:
    """A backend inside the state of another: a reference, since its own content is kept where it belongs."""
    kind = type(backend)
    return _live_backend, (kind.__module__, kind.__name__, backend.account_id, backend.region_name)


pickling.by_ancestor(BaseBackend, reduce_backend)
