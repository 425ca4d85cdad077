"""The security server and we know each other by certificates, whose files the operator names."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from raekoda.identity.persons.models import Person
from raekoda.identity.registers import population
from raekoda.identity.registers.errors import LookupFailed
from raekoda.identity.registers.practice import PracticeServer, running
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from tests.identity.registers.conftest import CLIENT, connect, made_up


def certificate(folder: Path, name: str, issuer: tuple[x509.Certificate, Any] | None = None) -> tuple[Path, Any]:
    """A certificate for 127.0.0.1 with its key in one file, signed by ``issuer`` or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signer, signing_key = (issuer[0].subject, issuer[1]) if issuer else (subject, key)
    now = clock.now()
    builder = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(signer).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    )  # fmt: skip
    made = builder.sign(signing_key, SHA256())
    place = folder / f"{name}.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    place.write_bytes(made.public_bytes(Encoding.PEM) + private)
    return place, (made, key)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    authority, signer = certificate(tmp_path, "authority")
    return {
        "authority": authority,
        "server": certificate(tmp_path, "server", signer)[0],
        "client": certificate(tmp_path, "client", signer)[0],
        "stranger": certificate(tmp_path, "stranger")[0],
    }


@pytest.fixture
def secure(files: dict[str, Path], municipality: Municipality) -> Iterator[PracticeServer]:
    """A security server that asks for our certificate."""
    trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(files["authority"]))
    trust.verify_mode = ssl.CERT_REQUIRED
    trust.load_cert_chain(str(files["server"]))
    with running(made_up(), clients={CLIENT}, trust=trust) as there:
        connect(municipality, there.url)
        yield there


def test_with_the_right_certificate_the_register_answers(
    secure: PracticeServer, files: dict[str, Path], mari: Person, official: Actor, settings: Any
) -> None:
    settings.RAEKODA_XROAD_AUTHORITY, settings.RAEKODA_XROAD_CERTIFICATE = str(files["authority"]), str(files["client"])
    found = population.get_residence(mari, actor=official, purpose="Taotlus")
    assert found is not None
    assert found.municipality == "0793"


@pytest.mark.parametrize(
    ("authority", "client"), [("authority", ""), ("authority", "stranger"), ("", "client"), ("stranger", "client")]
)
def test_without_it_nothing_is_asked(
    authority: str,
    client: str,
    secure: PracticeServer,
    files: dict[str, Path],
    mari: Person,
    official: Actor,
    settings: Any,
) -> None:
    settings.RAEKODA_XROAD_AUTHORITY = str(files[authority]) if authority else ""
    settings.RAEKODA_XROAD_CERTIFICATE = str(files[client]) if client else ""
    with pytest.raises(LookupFailed):
        population.get_residence(mari, actor=official, purpose="Taotlus")
    assert not secure.asked


def test_a_missing_certificate_file_is_reported(
    secure: PracticeServer, mari: Person, official: Actor, settings: Any
) -> None:
    settings.RAEKODA_XROAD_CERTIFICATE = "/ei/ole.pem"
    with pytest.raises(LookupFailed, match="certificate"):
        population.get_residence(mari, actor=official, purpose="Taotlus")
