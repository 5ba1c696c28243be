"""Attack: an address of a partner that leads into our own network. 40 targets and more, in every
spelling; and servers that redirect, drip, lie, or change their name's address in between."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.hooks import outside
from portal.hooks.addresses import is_public, url_checked
from portal.partners.errors import DomainError

ADDRESSES = (
    "127.0.0.1", "127.1.2.3", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1",
    "169.254.169.254", "169.254.0.1", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1",
    "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "fc00::1", "fd00:ec2::254",
    "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "not an address", "",
    "127.0.0.1\n", "0177.0.0.1", "127.1", "0x7f000001", "2130706433", "::ffff:7f00:1",
    "::ffff:0:127.0.0.1", "::ffff:100.64.0.1", "64:ff9b::8.8.8.8", "2002:a00:1::",
    "2001:0:7f00:1::", "192.0.0.9", "192.31.196.1", "192.52.193.1", "192.175.48.1",
    "2620:4f:8000::1", "3fff::1",
    "5f00::1", "4000::1", "1::",
)  # fmt: skip
SPELLINGS = (
    "http://hooks.example/", "ftp://hooks.example/", "file:///etc/passwd", "gopher://hooks.example",
    "https://localhost/", "https://LOCALHOST./", "https://127.0.0.1/", "https://127.1/",
    "https://2130706433/", "https://0x7f000001/", "https://0x7f.0.0.1/", "https://0177.0.0.1/",
    "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[fe80::1%25eth0]/",
    "https://169.254.169.254/latest/meta-data/", "https://metadata.google.internal/",
    "https://printer.local/", "https://db.internal/", "https://router.lan/", "https://host/",
    "https://hooks.example:22/", "https://hooks.example:8443/", "https://user@hooks.example/",
    "https://hooks.example@127.0.0.1/", "https://hooks.example%2f@127.0.0.1/",
    "https://hooks.example\\@127.0.0.1/", "https://hooks.example/\r\nHost: x", "https://①②⑦.0.0.1/",
    "https://hooks.example/#x", "https://hooks .example/", "https:///hooks.example/", "https://",
    "https://-x.example/", "https://" + "a" * 64 + ".example/", "//hooks.example/", "",
    "https://0/", "https://[::]/", "https://017700000001/", "https://0x7f.0x0.0x0.0x1/",
    "https://[64:ff9b::127.0.0.1]/", "https://[::ffff:0:127.0.0.1]/", "https://127%2e0%2e0%2e1/",
    "https://１２７.０.０.１/", "https://127。0。0。1/", "https://256.256.256.256/", "https://1.2.3/",
    "https://8.8.8.8/", "https://hooks.1/", "https://hooks.0x7f/", "https://x.localhost/",
    "https://1.0.0.127.in-addr.arpa/", "https://x.home.arpa/", "https://hooks.example: 443/",
    "https://hooks.example:443:80/", "https://hooks.example⁄@127.0.0.1/", "\thttps://hooks.example/",
    "https:\thttps://hooks.example/", "https://ho\u00adoks.example/", "https://hooks.example/a\u2028b",
    "https://kubernetes.default.svc/", "https://api.service.consul/",
)  # fmt: skip


def test_there_are_more_than_forty() -> None:
    assert len(ADDRESSES) + len(SPELLINGS) >= 60


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_inside_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111"])
def test_addresses_outside_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("url", SPELLINGS)
def test_no_spelling_passes_the_form(url: str) -> None:
    with pytest.raises(DomainError):
        url_checked(url)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_public_name_that_leads_inside_is_never_connected_to(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(*_: Any, **__: Any) -> socket.socket:
        raise AssertionError("it connected")

    monkeypatch.setattr(outside.socket, "create_connection", connect)
    for found in ([address], ["93.184.216.34", address]):
        outcome = outside.send(
            "GET", "https://hooks.example/", headers={}, resolver=lambda *_, f=found: f
        )
        assert outcome.status is None
        assert "not public" in outcome.error


# ---- a server that does not mean well -------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for hooks.example, signed by itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hooks.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@contextmanager
def serving(certificate: Path, answer: Callable[[ssl.SSLSocket], None]) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            plain, _ = listener.accept()
            with context.wrap_socket(plain, server_side=True) as secure:
                answer(secure)
        except OSError:
            pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        thread.join(timeout=5)


@pytest.fixture
def send(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., outside.Outcome]:
    """Send to a server of the test: its address counts as public, its port as 443."""
    real = socket.create_connection
    monkeypatch.setattr(outside, "is_public", lambda address: True)

    def go(
        answer: Callable[[ssl.SSLSocket], None], *, seconds: float = 5, trust: bool = True,
        headers: dict[str, str] | None = None, host: str = "hooks.example",
    ) -> outside.Outcome:  # fmt: skip
        with serving(certificate, answer) as port:
            connected: list[Any] = []

            def connect(address: tuple[str, int], timeout: float) -> socket.socket:
                connected.append(address)
                return real(("127.0.0.1", port), timeout)

            monkeypatch.setattr(outside.socket, "create_connection", connect)
            context = ssl.create_default_context(cafile=str(certificate) if trust else None)
            names = iter([["192.0.2.77"], ["10.0.0.1"], ["10.0.0.1"]])
            outcome = outside.send(
                "POST", f"https://{host}/in", headers=headers or {}, body=b"{}", context=context,
                resolver=lambda *_: next(names), seconds=seconds,
            )  # fmt: skip
            assert connected in ([], [("192.0.2.77", 443)]), "only the address that was checked"
            return outcome

    return go


def answering(*parts: bytes, pause: float = 0) -> Callable[[ssl.SSLSocket], None]:
    def answer(secure: ssl.SSLSocket) -> None:
        secure.recv(65_536)
        for part in parts:
            secure.sendall(part)
            time.sleep(pause)

    return answer


def test_a_good_answer_is_delivered_with_one_look_up(send: Callable[..., outside.Outcome]) -> None:
    asked: list[bytes] = []

    def answer(secure: ssl.SSLSocket) -> None:
        asked.append(secure.recv(65_536))
        secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    assert send(answer) == outside.Outcome(200)
    said = asked[0].decode().lower()
    assert "cookie" not in said
    assert "authorization" not in said
    assert said.startswith("post /in http/1.1\r\nhost: hooks.example\r\n")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(send: Callable[..., outside.Outcome], status: int) -> None:
    head = f"HTTP/1.1 {status} Go\r\nLocation: https://169.254.169.254/\r\n\r\n".encode()
    outcome = send(answering(head))
    assert (outcome.status, outcome.is_delivered) == (status, False)


def test_an_endless_answer_is_cut_at_64_kilobytes(send: Callable[..., outside.Outcome]) -> None:
    read: list[int] = []

    def answer(secure: ssl.SSLSocket) -> None:
        secure.recv(65_536)
        secure.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for number in range(1000):
            secure.sendall(b"x" * 8192)
            read.append(number)

    outcome = send(answer)
    assert not outcome.is_delivered or outcome.error
    assert len(read) < 500


def test_a_dripping_answer_ends_with_the_time(send: Callable[..., outside.Outcome]) -> None:
    began = time.monotonic()
    outcome = send(
        answering(*[b"HTTP/1.1 200"[n : n + 1] for n in range(12)], pause=0.3), seconds=1
    )
    assert outcome.status is None
    assert time.monotonic() - began < 3


def test_a_certificate_of_another_name_or_of_nobody_is_refused(
    send: Callable[..., outside.Outcome],
) -> None:
    good = answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    assert send(good, trust=False).status is None
    assert send(good, host="other.example").status is None


@pytest.mark.parametrize("text", [b"", b"SSH-2.0-x\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\x00" * 99])
def test_what_is_no_answer_is_no_delivery(
    send: Callable[..., outside.Outcome], text: bytes
) -> None:
    assert send(answering(text)).status is None


def test_no_header_carries_a_line_break(send: Callable[..., outside.Outcome]) -> None:
    assert send(answering(b"HTTP/1.1 200 OK\r\n\r\n"), headers={"X": "a\r\nB: c"}).status is None
