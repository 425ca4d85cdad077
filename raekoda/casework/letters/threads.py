"""Threads of e-mail about a case: the address a reply comes back to, and the Message-IDs that mail programs thread by.

Every letter has a random token. It stands in its Message-ID and in its Reply-To (``reply+<token>@domain``), so a reply is
known by an address that nobody can guess, never by a number in its subject.
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
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.registry import Registry

TO_OTHERS = frozenset({"staff", "followed", "follow_confirm"})
"""Letters that do not go to the sender of the case: they stand in no thread of the sender's."""
TOKEN = re.compile(r"\+([a-z2-7]{26})@", re.IGNORECASE)
OURS = re.compile(r"<([a-z2-7]{26})\.\d{4}@", re.IGNORECASE)
MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,120}@[!-;=?A-~]{1,120}>")
LONGEST_THREAD = 20
THREADED = frozenset({"references", "in-reply-to", "message-id"})


class ThreadPolicy(EmailPolicy):
    """SMTP, with identifiers left whole: the standard folding would encode those of more than 78 characters, and no mail
    program finds them again. RFC 5322, 3.6.4 and 2.1.1 (lines of up to 998 characters)."""

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
class Said:
    """A letter of a sender that is being acted on: its Message-ID, what it refers to, and the box it came to."""

    sender: str
    message_id: str
    references: Sequence[str] = ()
    box: str = ""

    @property
    def thread(self) -> str:
        """Message-IDs for ``References``: the oldest, and the newest that find room. RFC 5322, 3.6.4."""
        known = list(dict.fromkeys([*self.references, self.message_id]))
        return " ".join(known[:1] + known[1:][-LONGEST_THREAD + 1 :])


_acting_on: ContextVar[Said | None] = ContextVar("acting_on", default=None)


@contextmanager
def acting_on(said: Said) -> Iterator[None]:
    """While a sender's letter is acted on, letters to that sender answer it."""
    before = _acting_on.set(said)
    try:
        yield
    finally:
        _acting_on.reset(before)


def keep(case: Case, said: Said) -> None:
    """Remember a letter of the case's sender for the answers to come; the same one twice is kept once."""
    if said.message_id:
        row = Heard(
            municipality_id=case.municipality_id, case=case, message_id=said.message_id, references=said.thread,
            box=said.box,
        )  # fmt: skip
        Heard.objects.bulk_create([row], ignore_conflicts=True)


def tie(case: Case, letters: Sequence[Letter]) -> None:
    """Make new letters to the case's sender answers to the sender's newest letter, else to our first one."""
    said = _acting_on.get()
    if said is not None:
        for letter in letters:
            if letter.to.lower() == said.sender.lower():
                letter.in_reply_to, letter.references, letter.answer_to = said.message_id, said.thread, said.box
        return
    if not letters or letters[0].key.startswith("received:"):
        return
    heard = Heard.objects.filter(case=case).order_by("-id").first()
    first = None if heard else Letter.objects.filter(case=case).exclude(token="").order_by("id").first()
    for letter in letters:
        if heard is not None:
            letter.in_reply_to, letter.references, letter.answer_to = heard.message_id, heard.references, heard.box
        elif first is not None and first.to == letter.to:
            letter.in_reply_to = letter.references = message_id(first)


def message_id(letter: Letter) -> str:
    """The Message-ID of a letter, the same at every try. Letters from before there were tokens keep the one they had."""
    municipality = letter.municipality
    name = letter.token or f"letter-{letter.pk}"
    return f"<{name}.{municipality.code}@{senders.of(municipality).domain}>"


def reply_address(letter: Letter) -> str:
    """Where a reply to the letter goes: an address with its token when it is about a case, else the municipality's."""
    if letter.case_id and letter.token:
        if settings.RAEKODA_MAIL_REPLY_DOMAIN:
            return f"reply+{letter.token}@{settings.RAEKODA_MAIL_REPLY_DOMAIN}"
        box = letter.answer_to or next(filter(None, (find(letter.municipality) for find in reply_boxes)), "")
        if box:
            name, _, domain = box.partition("@")
            return f"{name}+{letter.token}@{domain}"
    return letter.municipality.email


def envelope_sender(letter: Letter) -> str | None:
    """Where a letter that cannot be delivered comes back to, when the installation has a domain for that. RFC 5321, 4.4."""
    domain = settings.RAEKODA_MAIL_REPLY_DOMAIN
    return f"reply+{letter.token}@{domain}" if domain and letter.token else None


def tokens_in(addresses: Iterable[str]) -> list[str]:
    """Tokens of reply addresses."""
    return [match.group(1).lower() for address in addresses if (match := TOKEN.search(address))]


def tokens_of_ours(text: str) -> list[str]:
    """Tokens of our own Message-IDs in a text."""
    return list(dict.fromkeys(token.lower() for token in OURS.findall(text)))


def letter_of(tokens: Sequence[str]) -> Letter | None:
    """The newest letter of the open municipality with one of ``tokens``."""
    if not tokens:
        return None
    return Letter.objects.filter(token__in=tokens).select_related("case", "case__contact").order_by("-id").first()


def ids_in(text: str) -> list[str]:
    """Well-formed Message-IDs in a header, in their order; nothing in them can break a header of ours."""
    return [each for each in MESSAGE_ID.findall(text) if len(each) <= 250]
