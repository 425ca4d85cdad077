"""The words of a document.

Runs as a process of its own (``python -m raekoda.channels.recordings.reading FORMAT FILE PAGES``) with
bounds on memory and time, so that no document can harm the worker: what it holds is read as text and nothing else."""

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
KEPT_SURROUNDINGS = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
"""What the process knows of the installation: no secret, no address of the database."""
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
class Read:
    """What was read of a document; ``problem`` (a name of :class:`~..recordings.problems.Problem`) when it was not."""

    text: str = ""
    reply: str = ""
    pages: int | None = None
    attachments: list[str] = field(default_factory=list)
    problem: str = ""


def read(form: str, file: Path, most_pages: int) -> Read:
    """Read a document in a process of its own."""
    command = [sys.executable, "-B", "-m", "raekoda.channels.recordings.reading", form, str(file), str(most_pages)]
    surroundings = {name: os.environ[name] for name in KEPT_SURROUNDINGS if name in os.environ}
    try:
        ended = subprocess.run(
            command, capture_output=True, timeout=2 * SECONDS, check=False, cwd=PROGRAM, env=surroundings
        )
    except subprocess.TimeoutExpired:
        return Read(problem="unreadable")
    with suppress(ValueError, TypeError):
        if ended.returncode == 0:
            return Read(**json.loads(ended.stdout))
    return Read(problem="unreadable")


def words(form: str, file: Path, most_pages: int) -> Read:
    """The words of a document, in this process."""
    readers = {"pdf": _pdf, "docx": _docx, "eml": _eml, "txt": _txt}
    found = readers[form](file, most_pages)
    if found.problem:
        return found
    if len(found.text) + len(found.reply) > LONGEST_TEXT:
        return Read(problem="too_much_text")
    found.text, found.reply = tidy(found.text), tidy(found.reply)
    return (
        found
        if found.text or found.reply
        else Read(problem="no_text", pages=found.pages, attachments=found.attachments)
    )


def tidy(text: str) -> str:
    """Without control characters and lone surrogates, spaces and empty lines made single."""
    text = text.encode("utf-8", "ignore").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", "", text)
    text = re.sub(r"[ \t\u00a0]+", " ", text)
    return re.sub(r" ?\n ?(?:\n ?)+", "\n\n", re.sub(r" ?\n ?", "\n", text)).strip()


def _pdf(file: Path, most_pages: int) -> Read:
    from pypdf import PdfReader

    reader = PdfReader(file, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return Read(problem="encrypted")
    pages = len(reader.pages)
    if pages > most_pages:
        return Read(problem="too_many_pages", pages=pages)
    pieces, length = [], 0
    for page in reader.pages:
        piece = page.extract_text()
        length += len(piece)
        if length > LONGEST_TEXT:
            return Read(problem="too_much_text", pages=pages)
        pieces.append(_joined_lines(piece))
    return Read("\n\n".join(pieces), pages=pages)


def _joined_lines(text: str) -> str:
    """Lines of a page as sentences go: a line goes on when it does not end one and the next begins in small letters."""
    return re.sub(r"(?<=[^\s.!?:])-?\n(?=[a-zõäöüšžа-яё])", " ", text)


def _docx(file: Path, most_pages: int) -> Read:
    if _is_bomb(file):
        return Read(problem="bomb")
    from docx import Document
    from docx.table import Table

    pieces: list[str] = []
    for block in Document(str(file)).iter_inner_content():
        if isinstance(block, Table):
            rows = (" | ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows)
            pieces.extend(rows)
        else:
            pieces.append(block.text)
    return Read("\n".join(pieces))


def _is_bomb(file: Path) -> bool:
    """A container that unpacks to far more than a letter does. No member can yield more than its entry declares."""
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    swollen = any(
        member.file_size > SUSPECT_SIZE and member.file_size > HIGHEST_RATIO * max(member.compress_size, 1)
        for member in members
    )
    return len(members) > MOST_MEMBERS or unpacked > LARGEST_UNPACKED or swollen


def _eml(file: Path, most_pages: int) -> Read:
    """The text of a letter. One that quotes an earlier letter is a reply to it. Attachments are named, never opened."""
    with file.open("rb") as opened:
        message = email.parser.BytesParser(policy=email.policy.default).parse(opened)
    attachments = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    bodies = [message.get_body(preferencelist=(kind,)) for kind in ("plain", "html")]
    texts = [_content(body) for body in bodies if body is not None]
    quoted, own = unquoted(next((text for text in texts if text.strip()), ""))
    subject = str(message.get("subject", "")).strip()
    found = Read(quoted, own) if quoted else Read(own)
    found.text = f"{subject}\n\n{found.text}" if subject else found.text
    found.attachments = [tidy(str(name))[:100] for name in attachments[:MOST_ATTACHMENTS]]
    return found


def _content(part: email.message.EmailMessage | email.message.MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    try:
        text = content.decode(part.get_content_charset() or "utf-8")
    except (UnicodeDecodeError, LookupError):
        text = decoded(content)
    return _plain(text) if part.get_content_subtype() == "html" else text


def _plain(markup: str) -> str:
    """The text of a web page, without scripts and styles."""
    import html

    import nh3

    spaced = re.sub(r"<(?:/p|/li|/h\d|/div|/tr|br)[^<>]*>", lambda tag: tag.group() + "\n", markup, flags=re.IGNORECASE)
    return html.unescape(nh3.clean(spaced, tags=set()))


def unquoted(text: str) -> tuple[str, str]:
    """The earlier letter that is quoted in a letter, and the letter without it."""
    quoted, own = [], []
    for line in text.splitlines():
        (quoted if QUOTE.match(line) else own).append(QUOTE.sub("", line))
    return "\n".join(quoted).strip(), "\n".join(line for line in own if not WROTE.search(line))


def _txt(file: Path, most_pages: int) -> Read:
    return Read(decoded(file.read_bytes()))


def _bounded_process() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    """Read the document named by the arguments and print what was found as JSON."""
    _bounded_process()
    form, name, most_pages = sys.argv[1:]
    try:
        found = words(form, Path(name), int(most_pages))
    except (Exception, RecursionError):
        found = Read(problem="unreadable")
    sys.stdout.write(json.dumps(found.__dict__))


if __name__ == "__main__":
    main()
