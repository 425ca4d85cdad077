"""Extracts the text of documents.

Runs in a separate process (``python -m raekoda.channels.recordings.documents FORMAT FILE PAGES``) with limits of memory and
time, so that a malicious document cannot harm the worker.
"""

from __future__ import annotations

import email.message
import email.parser
import email.policy
import json
import os
import re
import resource
import subprocess
import sys
import zipfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from raekoda.platform.core.charsets import decoded

PROGRAM = Path(__file__).resolve().parents[3]
INHERITED_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
"""Environment variables passed to the process; none of them has secrets."""
MEMORY = 1024 * 1024 * 1024
SECONDS = 60
LONGEST_TEXT = 400_000
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_MEMBERS = 2_000
HIGHEST_RATIO = 200
SUSPECT_SIZE = 5 * 1024 * 1024
MOST_ATTACHMENTS = 50
QUOTE = re.compile(r"^\s*(?:>\s?)+")
WROTE = re.compile(r"(?:\bkirjutas\b|\bwrote\b|пишет|написал\w{0,10}).{0,40}:\s*$", re.IGNORECASE)


@dataclass
class DocumentText:
    """The text of a document, or a ``problem`` (a value of :class:`~..recordings.problems.Problem`)."""

    text: str = ""
    reply: str = ""
    pages: int | None = None
    attachments: list[str] = field(default_factory=list)
    problem: str = ""


def read_document(form: str, file: Path, most_pages: int) -> DocumentText:
    """Extract the text of a document in a separate process."""
    command = [sys.executable, "-B", "-m", "raekoda.channels.recordings.documents", form, str(file), str(most_pages)]
    environment = {name: os.environ[name] for name in INHERITED_ENVIRONMENT if name in os.environ}
    try:
        ended = subprocess.run(
            command, capture_output=True, timeout=2 * SECONDS, check=False, cwd=PROGRAM, env=environment
        )
    except subprocess.TimeoutExpired:
        return DocumentText(problem="unreadable")
    with suppress(ValueError, TypeError):
        if ended.returncode == 0:
            return DocumentText(**json.loads(ended.stdout))
    return DocumentText(problem="unreadable")


def extract_text(form: str, file: Path, most_pages: int) -> DocumentText:
    """Extract the text of a document in this process."""
    readers = {"pdf": _pdf, "docx": _docx, "eml": _eml, "txt": _txt}
    found = readers[form](file, most_pages)
    if found.problem:
        return found
    if len(found.text) + len(found.reply) > LONGEST_TEXT:
        return DocumentText(problem="too_much_text")
    found.text, found.reply = normalize_text(found.text), normalize_text(found.reply)
    return (
        found
        if found.text or found.reply
        else DocumentText(problem="no_text", pages=found.pages, attachments=found.attachments)
    )


def normalize_text(text: str) -> str:
    """Remove control characters and lone surrogates; collapse spaces and empty lines."""
    text = text.encode("utf-8", "ignore").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", "", text)
    text = re.sub(r"[ \t\u00a0]+", " ", text)
    return re.sub(r" ?\n ?(?:\n ?)+", "\n\n", re.sub(r" ?\n ?", "\n", text)).strip()


def _pdf(file: Path, most_pages: int) -> DocumentText:
    from pypdf import PdfReader

    reader = PdfReader(file, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return DocumentText(problem="encrypted")
    pages = len(reader.pages)
    if pages > most_pages:
        return DocumentText(problem="too_many_pages", pages=pages)
    pieces, length = [], 0
    for page in reader.pages:
        piece = page.extract_text()
        length += len(piece)
        if length > LONGEST_TEXT:
            return DocumentText(problem="too_much_text", pages=pages)
        pieces.append(_join_lines(piece))
    return DocumentText("\n\n".join(pieces), pages=pages)


def _join_lines(text: str) -> str:
    """Join wrapped lines: a line without a sentence end followed by a line that begins in lower case."""
    return re.sub(r"(?<=[^\s.!?:])-?\n(?=[a-zõäöüšžа-яё])", " ", text)


def _docx(file: Path, most_pages: int) -> DocumentText:
    if _is_bomb(file):
        return DocumentText(problem="bomb")
    from docx import Document
    from docx.table import Table

    pieces: list[str] = []
    for block in Document(str(file)).iter_inner_content():
        if isinstance(block, Table):
            rows = (" | ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows)
            pieces.extend(rows)
        else:
            pieces.append(block.text)
    return DocumentText("\n".join(pieces))


def _is_bomb(file: Path) -> bool:
    """Whether the container is a zip bomb, by the declared sizes of its members."""
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    swollen = any(
        member.file_size > SUSPECT_SIZE and member.file_size > HIGHEST_RATIO * max(member.compress_size, 1)
        for member in members
    )
    return len(members) > MOST_MEMBERS or unpacked > LARGEST_UNPACKED or swollen


def _eml(file: Path, most_pages: int) -> DocumentText:
    """The text of an e-mail; with a quoted letter it is a reply to that. Attachments are listed, not opened."""
    with file.open("rb") as opened:
        message = email.parser.BytesParser(policy=email.policy.default).parse(opened)
    attachments = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    bodies = [message.get_body(preferencelist=(kind,)) for kind in ("plain", "html")]
    texts = [_content(body) for body in bodies if body is not None]
    quoted, own = split_quoted(next((text for text in texts if text.strip()), ""))
    subject = str(message.get("subject", "")).strip()
    found = DocumentText(quoted, own) if quoted else DocumentText(own)
    found.text = f"{subject}\n\n{found.text}" if subject else found.text
    found.attachments = [normalize_text(str(name))[:100] for name in attachments[:MOST_ATTACHMENTS]]
    return found


def _content(part: email.message.EmailMessage | email.message.MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    try:
        text = content.decode(part.get_content_charset() or "utf-8")
    except (UnicodeDecodeError, LookupError):
        text = decoded(content)
    return _html_to_text(text) if part.get_content_subtype() == "html" else text


def _html_to_text(markup: str) -> str:
    """The text of HTML, without scripts and styles."""
    import html

    import nh3

    spaced = re.sub(r"<(?:/p|/li|/h\d|/div|/tr|br)[^<>]*>", lambda tag: tag.group() + "\n", markup, flags=re.IGNORECASE)
    return html.unescape(nh3.clean(spaced, tags=set()))


def split_quoted(text: str) -> tuple[str, str]:
    """The quoted letter, and the text without it."""
    quoted, own = [], []
    for line in text.splitlines():
        (quoted if QUOTE.match(line) else own).append(QUOTE.sub("", line))
    return "\n".join(quoted).strip(), "\n".join(line for line in own if not WROTE.search(line))


def _txt(file: Path, most_pages: int) -> DocumentText:
    return DocumentText(decoded(file.read_bytes()))


def _limit_resources() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    """Extract the text of the document in the arguments and print the result as JSON."""
    _limit_resources()
    form, name, most_pages = sys.argv[1:]
    try:
        found = extract_text(form, Path(name), int(most_pages))
    except (Exception, RecursionError):
        found = DocumentText(problem="unreadable")
    sys.stdout.write(json.dumps(found.__dict__))


if __name__ == "__main__":
    main()
