"""The gateway's server, bound to the address that it is told to listen on."""

from localstack import config
from localstack.aws.serving.twisted import TLSMultiplexerFactory
from localstack.runtime.server.core import RuntimeServer, RuntimeServerPlugin
from localstack.runtime.server.twisted import TwistedRuntimeServer
from rolo.gateway import Gateway
from rolo.serving.twisted import TwistedGateway
from twisted.internet import reactor, ssl


class BoundServer(TwistedRuntimeServer):
    """LocalStack's own server ignores the host of `GATEWAY_LISTEN`, so the whole network could call."""

    def register(
        self,
        gateway: Gateway,
        listen: list[config.HostAndPort],
        ssl_creds: tuple[str, str] | None = None,
    ) -> None:
        """Listens for HTTP and, with a certificate, for TLS on the same ports.

        @raises twisted.internet.error.CannotListenError when an address cannot be bound
        """
        factory = TwistedGateway(gateway)
        if ssl_creds:
            certificate, key = ssl_creds
            factory = TLSMultiplexerFactory(ssl.DefaultOpenSSLContextFactory(key, certificate), False, factory)
        for address in listen:
            reactor.listenTCP(address.port, factory, interface=address.host)


class BoundServerPlugin(RuntimeServerPlugin):
    """Chosen with `GATEWAY_SERVER=bound`."""

    name = "bound"

    def load(self, *_args: object, **_kwargs: object) -> RuntimeServer:
        """Makes the server."""
        return BoundServer()
