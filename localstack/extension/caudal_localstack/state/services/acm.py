"""ACM: certificates and their keys, which the library that made them cannot pickle."""

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from caudal_localstack.state import pickling


def _private_key(key: RSAPrivateKey | EllipticCurvePrivateKey) -> tuple:
    return _load_key, (key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),)


def _load_key(content: bytes) -> PrivateKeyTypes:
    return load_der_private_key(content, password=None)


def _certificate(certificate: x509.Certificate) -> tuple:
    return _load_certificate, (certificate.public_bytes(Encoding.DER),)


def _load_certificate(content: bytes) -> x509.Certificate:
    return x509.load_der_x509_certificate(content)


pickling.by_abstract_type(RSAPrivateKey, _private_key)
pickling.by_abstract_type(EllipticCurvePrivateKey, _private_key)
pickling.by_ancestor(x509.Certificate, _certificate)
