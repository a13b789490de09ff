"""Certificates that are good, expired, for another host, or signed by nobody, made anew for each server."""

import datetime as dt
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

LONG_AGO, YESTERDAY, FAR_OFF = (dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (2020, 2021, 2120))


class Authority:
    """Signs a certificate for each host it is told of. `root` is the file that makes a client trust it.

    The first label of a host says what is wrong with its certificate: `tls-expired…`, `tls-other…` (issued to
    another host), `tls-self…` (signed by itself); nothing is wrong with any other.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` takes the key files, which OpenSSL reads from a disk only."""
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named("Authority of the fault server")
        self.root = folder / "authority.pem"
        self.root.write_bytes(_pem(self._signed("authority", self._key, is_root=True)))
        self._contexts: dict[str, ssl.SSLContext] = {}

    def server_context(self) -> ssl.SSLContext:
        """Return a context that picks the certificate by the name the client asks for."""
        context = self._context("tls-nameless.example")
        context.sni_callback = lambda link, name, _: setattr(link, "context", self._context(name or ""))
        return context

    def _context(self, host: str) -> ssl.SSLContext:
        if host not in self._contexts:
            key = ec.generate_private_key(ec.SECP256R1())
            path = self._folder / f"{len(self._contexts)}.pem"
            secret = key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            path.write_bytes(_pem(self._signed(host, key)) + secret)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(path)
            self._contexts[host] = context
        return self._contexts[host]

    def _signed(self, host: str, key: ec.EllipticCurvePrivateKey, *, is_root: bool = False) -> x509.Certificate:
        is_own = is_root or host.startswith("tls-self")
        issuer, signer = (_named(host), key) if is_own else (self._name, self._key)
        name = self._name if is_root else _named(host)
        shown = "elsewhere.example" if host.startswith("tls-other") else host
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name if is_root else issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(LONG_AGO)
            .not_valid_after(YESTERDAY if host.startswith("tls-expired") else FAR_OFF)
            .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(shown)]), critical=False)
        )
        return builder.sign(signer, hashes.SHA256())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
