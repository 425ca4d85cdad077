"""E-mail threads of a case: reply addresses, and the Message-IDs by which mail programs thread.

Every letter has a random token. Its Message-ID and its Reply-To (``reply+<token>@domain``) contain it, so a reply is
recognised by an address that cannot be guessed, never by a number in its subject.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from email.policy import EmailPolicy
from typing import Any

from django.conf import settings

from raekoda.casework.cases.models import Case
from raekoda.casework.letters import senders
from raekoda.casework.letters.models import Heard, Letter
from raekoda.casework.letters.recipients import is_machine
from raekoda.platform.core.addresses import ascii_email
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.registry import Registry

NOT_THREADED = frozenset({"staff", "followed", "follow_confirm"})
"""Letters that do not go to the sender of the case: they are not part of the sender's thread."""
TOKEN = re.compile(r"\+([a-z2-7]{26})@", re.IGNORECASE)
OWN_MESSAGE_ID = re.compile(r"<([a-z2-7]{26})\.\d{4}@", re.IGNORECASE)
MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,120}@[!-;=?A-~]{1,120}>")
LONGEST_THREAD = 20
THREADED = frozenset({"references", "in-reply-to", "message-id"})


class ThreadPolicy(EmailPolicy):
    """SMTP policy that does not fold identifiers: the standard folding encodes those of more than 78 characters, and mail
    programs do not recognise them then. RFC 5322, 3.6.4 and 2.1.1 (lines of up to 998 characters)."""

    def _fold(self, name: str, value: Any, refold_binary: bool = False) -> str:
        if name.lower() in THREADED:
            return f"{name}: " + f"{self.linesep} ".join(str(value).split()) + self.linesep
        return super()._fold(name, value, refold_binary)  # type: ignore[misc]


POLICY = ThreadPolicy(linesep="\r\n")
FindBox = Callable[[Municipality], str]
reply_boxes: Registry[FindBox] = Registry(
    f"{__name__}.reply_boxes",
    FindBox,
    'The address of a municipality\'s own mailbox, to which answers come; "" for none',
)


@dataclass(frozen=True)
class IncomingLetter:
    """A sender's letter that is being processed: its Message-ID, its references, and the mailbox it came to.

    ``takes_no_answer``: it was sent by a machine or a list, so that no automatic answer is sent. RFC 3834.
    """

    sender: str
    message_id: str
    references: Sequence[str] = ()
    box: str = ""
    takes_no_answer: bool = False

    @property
    def thread(self) -> str:
        """Message-IDs for ``References``: the oldest, and as many of the newest as fit. RFC 5322, 3.6.4."""
        known = list(dict.fromkeys([*self.references, self.message_id]))
        return " ".join(known[:1] + known[1:][-LONGEST_THREAD + 1 :])


_replying_to: ContextVar[IncomingLetter | None] = ContextVar("replying_to", default=None)


@contextmanager
def replying_to(incoming: IncomingLetter) -> Iterator[None]:
    """Within the context, letters to the sender of ``incoming`` are replies to it."""
    before = _replying_to.set(incoming)
    try:
        yield
    finally:
        _replying_to.reset(before)


def takes_no_letter(letter: Letter) -> bool:
    """Whether no person would read ``letter``: by its address, or as an answer to a letter that takes none."""
    incoming = _replying_to.get()
    is_answer = incoming is not None and letter.to.lower() == incoming.sender.lower()
    return is_machine(letter.to) or (is_answer and incoming is not None and incoming.takes_no_answer)


def record_incoming(case: Case, incoming: IncomingLetter) -> None:
    """Store a letter of the case's sender for later replies; idempotent."""
    if incoming.message_id:
        row = Heard(
            municipality_id=case.municipality_id, case=case, message_id=incoming.message_id, references=incoming.thread,
            box=incoming.box,
        )  # fmt: skip
        Heard.objects.bulk_create([row], ignore_conflicts=True)


def set_headers(case: Case, letters: Sequence[Letter]) -> None:
    """Make new letters to the case's sender replies to the sender's newest letter, else to our first one."""
    incoming = _replying_to.get()
    if incoming is not None:
        for letter in letters:
            if ascii_email(letter.to).lower() == ascii_email(incoming.sender).lower():
                letter.in_reply_to, letter.references = incoming.message_id, incoming.thread
                letter.answer_to = incoming.box
        return
    if not letters or letters[0].key.startswith("received:"):
        return
    last_incoming = Heard.objects.filter(case=case).order_by("-id").first()
    first = None if last_incoming else Letter.objects.filter(case=case).exclude(token="").order_by("id").first()
    for letter in letters:
        if last_incoming is not None:
            letter.in_reply_to, letter.references = last_incoming.message_id, last_incoming.references
            letter.answer_to = last_incoming.box
        elif first is not None and first.to == letter.to:
            letter.in_reply_to = letter.references = message_id(first)


def message_id(letter: Letter) -> str:
    """The Message-ID of a letter, the same at every attempt. Letters older than the tokens use their key."""
    municipality = letter.municipality
    name = letter.token or f"letter-{letter.pk}"
    return f"<{name}.{municipality.code}@{senders.get_sender(municipality).domain}>"


def reply_address(letter: Letter) -> str:
    """The reply address of the letter: with its token when it is about a case, else the municipality's address."""
    if letter.case_id and letter.token:
        if settings.RAEKODA_MAIL_REPLY_DOMAIN:
            return f"reply+{letter.token}@{settings.RAEKODA_MAIL_REPLY_DOMAIN}"
        box = letter.answer_to or next(filter(None, (find(letter.municipality) for find in reply_boxes)), "")
        if box:
            name, _, domain = box.partition("@")
            return f"{name}+{letter.token}@{domain}"
    return letter.municipality.email


def envelope_sender(letter: Letter) -> str | None:
    """The bounce address of a letter, when the installation has a domain for replies. RFC 5321, 4.4."""
    domain = settings.RAEKODA_MAIL_REPLY_DOMAIN
    return f"reply+{letter.token}@{domain}" if domain and letter.token else None


def tokens_in_addresses(addresses: Iterable[str]) -> list[str]:
    """Tokens of reply addresses."""
    return [match.group(1).lower() for address in addresses if (match := TOKEN.search(address))]


def tokens_in_message_ids(text: str) -> list[str]:
    """Tokens of our own Message-IDs in a text."""
    return list(dict.fromkeys(token.lower() for token in OWN_MESSAGE_ID.findall(text)))


def find_letter(tokens: Sequence[str]) -> Letter | None:
    """The newest letter of the current municipality with one of ``tokens``."""
    if not tokens:
        return None
    return Letter.objects.filter(token__in=tokens).select_related("case", "case__contact").order_by("-id").first()


def parse_message_ids(text: str) -> list[str]:
    """Well-formed Message-IDs in a header, in their order; safe to use in our own headers."""
    return [each for each in MESSAGE_ID.findall(text) if len(each) <= 250]
