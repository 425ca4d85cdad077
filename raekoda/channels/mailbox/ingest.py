"""Creates a case, or a reply to a case, from a letter, through the actions of ``cases``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases import rules
from raekoda.casework.cases.models import Case, Channel, Status
from raekoda.casework.cases.rules import Verb, is_allowed
from raekoda.casework.letters import threads
from raekoda.channels.mailbox import boxes
from raekoda.channels.mailbox.attachments import Files, prepare_files, text_file
from raekoda.channels.mailbox.models import Box, Mail
from raekoda.channels.mailbox.reading import detection
from raekoda.channels.mailbox.reading.parsing import Parsed
from raekoda.channels.mailbox.reading.trimming import Trimmed, trim, trim_own_quote
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.text import clean_text, detect_language

SOURCE, BY_STAFF = "mail", "mail-staff"
PREFIX = re.compile(
    r"^\s*((re|aw|vs|vast|sv|ha|fwd?|wg|vl|edasi|на|пересл)\s*(\[\d+\]\s*)?:|(отв|ответ)\s*:)\s*", re.IGNORECASE
)
FORWARDED = re.compile(r"^\s*(fwd?|wg|vl|edasi|пересл)\s*:", re.IGNORECASE)
THANKS = re.compile(
    r"^\W*(((suur|suured|palju|väga)\s+)?(aitäh|aitähh|tänan|tänud|tänu|tänan\s+(teid|väga|vastuse\s+eest))|aitäh\s+vastuse\s+eest|"
    r"thanks|thank\s+you(\s+(very\s+much|so\s+much))?|many\s+thanks|спасибо(\s+(большое|за\s+ответ))?|благодарю|"
    r"danke(\s+schön)?|vielen\s+dank|kiitos(\s+paljon)?)\W*$",
    re.IGNORECASE,
)
RESERVED_FOR_ELLIPSIS = 20


@dataclass(frozen=True)
class Reading:
    """A parsed letter: its text, what was left out of it, and its files.

    ``trimmed`` is the whole text except a quotation of our own letter; only replies are read without other quotations and
    signature (:attr:`as_reply`).
    """

    parsed: Parsed
    trimmed: Trimmed
    files: Files

    @property
    def text(self) -> str:
        return self.trimmed.text

    @cached_property
    def as_reply(self) -> Reading:
        """The letter read as a reply. A forwarded letter is not trimmed: the quoted text is its content."""
        if FORWARDED.match(self.parsed.subject):
            return self
        return replace(self, trimmed=trim(self.parsed.text, may_be_empty=bool(self.files.summaries)))


def read_letter(parsed: Parsed, is_ours: Callable[[str], bool] = lambda line: False) -> Reading:
    """Read the text and check the files of a letter; ``is_ours`` tells whether a line names one of our addresses."""
    return Reading(parsed, trim_own_quote(parsed.text, is_ours), prepare_files(parsed))


def thread_reference(mail: Mail, parsed: Parsed) -> threads.IncomingLetter:
    """Data of the letter that outgoing letters to its sender refer to."""
    box = mail.box.address if mail.box else ""
    return threads.IncomingLetter(
        parsed.reply_address, parsed.message_id, parsed.references[-threads.LONGEST_THREAD :], box,
        takes_no_answer=detection.takes_no_answer(parsed),
    )  # fmt: skip


def create_case_from_letter(mail: Mail, reading: Reading, *, actor: Actor, source: str = SOURCE) -> Case:
    """Create a case from a letter; return the existing case if there is one already. Raises ``CaseError``."""
    parsed, box = reading.parsed, mail.box or Box()
    subject = strip_subject_prefixes(parsed.subject)
    language = detect_language(f"{subject}\n{reading.text[:4000]}")
    with override(language):
        text, more = fit_case_text(reading.text or subject or _("(The letter has no text.)"))
    reference = thread_reference(mail, parsed)
    with threads.replying_to(reference):
        draft = cases.CaseDraft(
            municipality=mail.municipality, kind=box.kind or rules.likely_kind(text), text=text, channel=Channel.EMAIL,
            subject=subject, service=box.service, topic=box.topic, language=language,
            contact=_contact(mail, parsed),
            files=[*reading.files.accepted, *more],
            external_source=source, external_id=external_id_for(mail), registered_at=mail.received_at,
        )  # fmt: skip
        case = cases.open_case(draft, actor)
        if box.unit is not None and box.unit.is_active and case.unit_id != box.unit.pk and case.is_open:
            cases.assign(case, unit=box.unit, actor=Actor.system())
        _note_missing_files(case, reading)
    threads.record_incoming(case, reference)
    return case


def add_reply_from_letter(mail: Mail, case: Case, reading: Reading, *, actor: Actor) -> None:
    """Add a letter to its case as a reply; an answered case is reopened. A letter that only thanks for an answer
    becomes an internal note. Raises ``CaseError``, ``TransitionNotAllowed``."""
    reading = reading.as_reply
    with override(case.language):
        text, more = fit_case_text(reading.text or _("(The letter has no text.)"))
        files = [*reading.files.accepted, *more]
        reference = thread_reference(mail, reading.parsed)
        with threads.replying_to(reference):
            if case.status == Status.CLOSED and not files and THANKS.match(text):
                cases.note(case, text=_("By e-mail: %(words)s") % {"words": text}, actor=Actor.system())
            elif is_allowed(case.status, Verb.REOPEN):
                cases.reopen(case, reason=text, actor=actor)
                if files:
                    cases.reply_from_sender(case, text=_("Files of the letter"), files=files, actor=actor)
            else:
                cases.reply_from_sender(case, text=text, files=files, actor=actor)
            _note_missing_files(case, reading)
        threads.record_incoming(case, reference)


def _contact(mail: Mail, parsed: Parsed) -> cases.ContactData:
    """Who is answered. Our own name is not that of a person named in Reply-To."""
    name, email = parsed.contact
    is_own_name = name == parsed.sender[0] and boxes.is_own_address(mail.municipality, parsed.sender[1])
    return cases.ContactData(name="" if is_own_name else name, email=email)


def _note_missing_files(case: Case, reading: Reading) -> None:
    """Name the files that stay in the original letter, in a note for staff."""
    missing = [each["name"] for each in reading.files.summaries if not each["kept"]]
    if missing:
        with override("et"):
            lines = [
                _("%(name)s could not be read; the original letter is stored.") % {"name": name} for name in missing
            ]
        cases.note(case, text="\n".join(lines)[: rules.LONGEST_TEXT], actor=Actor.system())


def strip_subject_prefixes(subject: str) -> str:
    """The subject without prefixes such as "Re:" and "Fwd:"."""
    while match := PREFIX.match(subject):
        subject = subject[match.end() :]
    return subject.strip()[: rules.LONGEST_SUBJECT]


def fit_case_text(text: str) -> tuple[str, list]:  # type: ignore[type-arg]
    """The text cut to the maximum length for a case, and the full text as a file if it was cut."""
    text = clean_text(text)
    if len(text) <= rules.LONGEST_TEXT:
        return text, []
    return f"{text[: rules.LONGEST_TEXT - RESERVED_FOR_ELLIPSIS]}\n…", [text_file(_("letter"), text)]


def external_id_for(mail: Mail) -> str:
    """The external id of the case: a digest of the Message-Id, or the fingerprint if the letter has none."""
    return sha256(mail.message_id.encode()).hexdigest() if mail.message_id else mail.fingerprint
