"""A certificate that cannot be verified is a failure, never a warning (fault 27)."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from pipelines.records import Reason


@pytest.fixture
def tls_port(tmp_path):
    """A TLS server on 127.0.0.1 whose certificate it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    begin, end = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2120, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, begin, end)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "server.pem"
    pem.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        asked = []

        def serve():
            try:
                with context.wrap_socket(listener.accept()[0], server_side=True) as peer:
                    asked.append(peer.recv(1000))
            except OSError:  # the client hangs up in the handshake
                return

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()
        assert [request for request in asked if request] == []


def test_self_signed_certificate(get, tls_port):
    response = get(f"https://127.0.0.1:{tls_port}/", client={"allow_hosts": frozenset({f"127.0.0.1:{tls_port}"})})
    assert response.reason is Reason.TLS


@pytest.fixture
def plain_port():
    """A server that speaks first and has never heard of TLS."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            with listener.accept()[0] as peer:
                peer.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
                peer.recv(4096)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


def test_no_tls_at_all(get, plain_port):
    response = get(f"https://127.0.0.1:{plain_port}/", client={"allow_hosts": frozenset({f"127.0.0.1:{plain_port}"})})
    assert response.reason in {Reason.TLS, Reason.CONNECT}
