"""A letter becomes a case or a reply to one, through the same actions as everything else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases import rules
from raekoda.casework.cases.models import Case, Channel, Kind, Status
from raekoda.casework.cases.rules import Verb, is_allowed
from raekoda.casework.letters import threads
from raekoda.channels.mailbox.attachments import Files, files_of, text_file
from raekoda.channels.mailbox.models import Box, Mail
from raekoda.channels.mailbox.reading.parsing import Parsed
from raekoda.channels.mailbox.reading.trimming import Trimmed, trim
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
ROOM_FOR_END = 20


@dataclass(frozen=True)
class Reading:
    """A letter read through: what it says, what was left out, its files."""

    parsed: Parsed
    trimmed: Trimmed
    files: Files

    @property
    def said(self) -> str:
        return self.trimmed.said


def read(parsed: Parsed) -> Reading:
    """Read a letter through. What a forwarded letter holds is what its sender wants to say: nothing is taken out of it."""
    text = parsed.text
    trimmed = Trimmed(text, "") if FORWARDED.match(parsed.subject) and not parsed.references else trim(text)
    return Reading(parsed, trimmed, files_of(parsed))


def said_by(mail: Mail, parsed: Parsed) -> threads.IncomingLetter:
    """The letter as our letters to its sender refer to it."""
    box = mail.box.address if mail.box else ""
    return threads.IncomingLetter(
        parsed.answer_to, parsed.message_id, parsed.references[-threads.LONGEST_THREAD :], box
    )


def become_case(mail: Mail, reading: Reading, *, actor: Actor, source: str = SOURCE) -> Case:
    """Open a case from a letter. The same letter again gives the case there is already. Raises ``CaseError``."""
    parsed, box = reading.parsed, mail.box or Box()
    subject = plain_subject(parsed.subject)
    language = detect_language(f"{subject}\n{reading.said[:4000]}")
    with override(language):
        text, more = fitting(reading.said or subject or _("(The letter has no text.)"))
    said = said_by(mail, parsed)
    with threads.replying_to(said):
        draft = cases.CaseDraft(
            municipality=mail.municipality, kind=box.kind or likely_kind(text), text=text, channel=Channel.EMAIL,
            subject=subject, service=box.service, topic=box.topic, language=language,
            contact=cases.ContactData(name=parsed.sender[0], email=parsed.answer_to), files=[*reading.files.kept, *more],
            external_source=source, external_id=identity(mail), registered_at=mail.received_at,
        )  # fmt: skip
        case = cases.open_case(draft, actor)
        if box.unit is not None and box.unit.is_active and case.unit_id != box.unit.pk and case.is_open:
            cases.assign(case, unit=box.unit, actor=Actor.system())
    threads.record_incoming(case, said)
    return case


def become_reply(mail: Mail, case: Case, reading: Reading, *, actor: Actor) -> None:
    """Add a letter to its case as the status page does: a reply, or the reopening of an answered one. Mere thanks for an
    answer reopen nothing; they stand as a note. Raises ``CaseError``, ``TransitionNotAllowed``."""
    with override(case.language):
        text, more = fitting(reading.said or _("(The letter has no text.)"))
        files = [*reading.files.kept, *more]
        said = said_by(mail, reading.parsed)
        with threads.replying_to(said):
            if case.status == Status.CLOSED and not files and THANKS.match(text):
                cases.note(case, text=_("By e-mail: %(words)s") % {"words": text}, actor=Actor.system())
            elif is_allowed(case.status, Verb.REOPEN):
                cases.reopen(case, reason=text, actor=actor)
                if files:
                    cases.reply_from_sender(case, text=_("Files of the letter"), files=files, actor=actor)
            else:
                cases.reply_from_sender(case, text=text, files=files, actor=actor)
        threads.record_incoming(case, said)


def plain_subject(subject: str) -> str:
    """The subject without what mail programs put before it."""
    while match := PREFIX.match(subject):
        subject = subject[match.end() :]
    return subject.strip()[: rules.LONGEST_SUBJECT]


def fitting(text: str) -> tuple[str, list]:  # type: ignore[type-arg]
    """A text that a case takes, and the whole of it as a file when it had to be cut."""
    text = clean_text(text)
    if len(text) <= rules.LONGEST_TEXT:
        return text, []
    return f"{text[: rules.LONGEST_TEXT - ROOM_FOR_END]}\n…", [text_file(_("letter"), text)]


def likely_kind(text: str) -> Kind:
    """The kind for a box that names none."""
    return rules.likely_kind(text)


def identity(mail: Mail) -> str:
    """What names the letter in the register of cases: its Message-Id where it has one."""
    return sha256(mail.message_id.encode()).hexdigest() if mail.message_id else mail.fingerprint
