"""Real audio of the shared data, and generated documents."""

from __future__ import annotations

import io
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from raekoda.channels.recordings import actions
from raekoda.channels.recordings.models import Recording
from raekoda.channels.recordings.pipeline import process
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from tests.casework.cases.conftest import lights, make_case, make_user, official, operator, other_unit, resident, unit  # noqa: F401
from tests.shared_data import shared

SPEECH = "asr-et-pocketsphinx"
LETTER = """Lugupeetud linnavalitsus

Minu diivan on vana. Kuhu ma saan selle viia?
Helistage mulle numbril 5550 1234 või kirjutage mari.maasikas@example.ee.

Lugupidamisega
Mari Maasikas
"""
FAQ = """Küsimus: Kuhu viia vana diivan?
Vastus: Jäätmejaama. See on avatud iga päev kella kümnest kuueni.
Küsimus: Kas selle eest tuleb maksta?
Vastus: Ei, elanikule on see tasuta.
"""


@pytest.fixture
def desk(official: Actor) -> Client:  # noqa: F811
    client = Client()
    client.force_login(official.user)  # type: ignore[arg-type]
    return client


@pytest.fixture
def ingest(municipality: Municipality, official: Actor) -> Callable[..., Recording]:  # noqa: F811
    """Upload content and process it, as the worker does; ``done=False`` only uploads."""

    def upload(content: bytes | str, name: str = "kiri.txt", *, done: bool = True, **kwargs: Any) -> Recording:
        file = io.BytesIO(content.encode() if isinstance(content, str) else content)
        values: dict[str, Any] = {"actor": official, "source": "upload", "name": name}
        recording, _is_new = actions.receive(file, municipality=municipality, **{**values, **kwargs})
        if done:
            process(recording)
            recording.refresh_from_db()
        return recording

    return upload


@pytest.fixture
def sphinx(settings: Any) -> Path:
    """PocketSphinx with the Estonian model and grammar of the shared data; returns the folder of its recordings."""
    pytest.importorskip("pocketsphinx", reason="left out: the packages of requirements/speech.lock are not installed")
    folder = shared(SPEECH)
    settings.RAEKODA_SPEECH_ENGINE = "pocketsphinx"
    settings.RAEKODA_SPEECH_MODEL = str(folder / "models" / "hmm" / "est16k.cd_ptm_1000-mapadapt")
    settings.RAEKODA_SPEECH_GRAMMAR = str(folder / "models" / "lm" / "robot.jsgf")
    settings.RAEKODA_SPEECH_DICTIONARY = str(folder / "models" / "dict" / "robot.dict")
    settings.RAEKODA_SPEECH_LANGUAGE = "et"
    return folder / "test" / "audio"


def word_document(*paragraphs: str) -> bytes:
    """A Word document of these paragraphs."""
    from docx import Document

    document, output = Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(output)
    return output.getvalue()


def pdf_document(*lines: str, password: str = "") -> bytes:
    """A PDF of one page with these lines (Latin letters), encrypted if there is a password."""
    from pypdf import PdfReader, PdfWriter

    shown = " ".join(f"({line}) Tj 0 -20 Td" for line in lines).encode("latin-1")
    stream = b"BT /F1 12 Tf 50 780 Td " + shown + b" ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]  # fmt: skip
    content, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj%s endobj\n" % (number, each)
    table = len(content)
    content += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % table
    if not password:
        return content
    writer, output = PdfWriter(PdfReader(io.BytesIO(content))), io.BytesIO()
    writer.encrypt(password, algorithm="RC4-128")
    writer.write(output)
    return output.getvalue()


def letter(text: str, *, attachment: str = "", html: str = "") -> bytes:
    """An e-mail."""
    message = EmailMessage()
    message["From"], message["To"] = "mari@example.ee", "linn@example.ee"
    message["Subject"], message["Date"] = "Vana diivan", "Mon, 05 Jan 2026 10:00:00 +0200"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    if attachment:
        message.add_attachment(b"MZ\x90\x00", maintype="application", subtype="octet-stream", filename=attachment)
    return message.as_bytes()
