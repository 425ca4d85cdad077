"""Classifies a letter and applies the result. Runs inside the transaction of its processing."""

from __future__ import annotations

from raekoda.casework.cases.models import Case, Status
from raekoda.casework.letters import actions as letters
from raekoda.casework.letters import threads
from raekoda.casework.letters.models import Letter
from raekoda.channels.mailbox import boxes, ingest, queries
from raekoda.channels.mailbox.ingest import Reading
from raekoda.channels.mailbox.models import HANDLED, IntakeChannel, Mail, State
from raekoda.channels.mailbox.reading import bounces, detection
from raekoda.channels.mailbox.reading.parsing import Parsed
from raekoda.channels.mailbox.reasons import Reason
from raekoda.channels.notices import bounces as notice_letters
from raekoda.platform.core.actor import Actor


def triage(mail: Mail, reading: Reading) -> None:
    """Set state, reason and case of ``mail``; create the case or add the reply.

    Order of checks: own letters, bounces, automatic and bulk mail, letters for manual review, replies, new cases.
    Raises ``CaseError``, ``TransitionNotAllowed``.
    """
    parsed = reading.parsed
    by_address = threads.find_letter(threads.tokens_in_addresses([mail.recipient, *parsed.recipients]))
    by_reference = (
        None if by_address else threads.find_letter(threads.tokens_in_message_ids(" ".join(parsed.references)))
    )
    if boxes.is_own_letter(mail.municipality, parsed):
        _set(mail, State.AUTOMATIC, Reason.OWN)
    elif (notice := bounces.detect_bounce(parsed)) is not None:
        _handle_bounce(mail, parsed, notice, by_address or by_reference)
    elif detection.is_automatic(parsed):
        _set(mail, State.AUTOMATIC, Reason.AUTO_REPLY, (by_address or by_reference))
    elif by_address is None and by_reference is None and detection.is_bulk(parsed):
        _set(mail, State.AUTOMATIC, Reason.BULK)
    elif (reason := _hold_reason(mail, parsed)) is not None:
        _set(mail, State.HELD, reason, by_address)
    elif by_address is not None and by_address.case is not None:
        _reply_by_address(mail, by_address.case, reading)
    elif by_reference is not None and by_reference.case is not None and is_sender(by_reference.case, parsed):
        _reply(mail, by_reference.case, reading)
    else:
        _new_case(mail, reading)


def is_sender(case: Case, parsed: Parsed) -> bool:
    """Whether the letter is from the contact address of the case."""
    known = case.contact.email.lower() if case.contact is not None else ""
    return bool(known) and known in (parsed.sender[1], parsed.reply_address)


def _hold_reason(mail: Mail, parsed: Parsed) -> Reason | None:
    """The reason why a letter needs manual review before it is answered; None when it does not."""
    box = mail.box
    if box is not None and detection.is_spam(parsed, box.spam_headers):
        return Reason.SPAM
    if not parsed.sender[1]:
        return Reason.NO_SENDER
    same = Mail.objects.filter(message_id=mail.message_id, state__in=HANDLED).exclude(pk=mail.pk)
    if mail.message_id and same.exists():
        return Reason.SAME_ID
    if box is not None and mail.door != IntakeChannel.FOLDER and queries.count_in_last_hour(mail) >= box.most_an_hour:
        return Reason.SENDER_LIMIT
    return None


def _handle_bounce(mail: Mail, parsed: Parsed, notice: bounces.Bounce, known: Letter | None) -> None:
    """A letter about a case, or one of a notice, did not arrive. A transient failure changes nothing."""
    returned = bounces.get_returned_text(parsed)
    letter = known or threads.find_letter(threads.tokens_in_message_ids(returned))
    mail.detail = notice.status[:20]
    if not notice.is_final:
        _set(mail, State.AUTOMATIC, Reason.DELAYED, letter)
        return
    if letter is not None:
        letters.mark_bounced(letter, status=notice.status, actor=Actor.system())
    is_known = letter is not None or notice_letters.mark_bounced(returned, status=notice.status, actor=Actor.system())
    _set(mail, State.BOUNCE, "" if is_known else Reason.UNKNOWN_LETTER, letter)


def _reply_by_address(mail: Mail, case: Case, reading: Reading) -> None:
    """A forwarded letter reveals its reply address: only letters from the contact address are added to the case."""
    if case.anonymised_at is not None:
        _new_case(mail, reading)
    elif is_sender(case, reading.parsed):
        _reply(mail, case, reading)
    else:
        _set(mail, State.HELD, Reason.STRANGER)
        mail.case = case


def _reply(mail: Mail, case: Case, reading: Reading) -> None:
    if case.anonymised_at is not None:
        _new_case(mail, reading)
        return
    if case.status == Status.MERGED:
        _set(mail, State.HELD, Reason.CASE_ENDED)
        mail.case = case.merged_into
        return
    ingest.add_reply_from_letter(mail, case, reading, actor=Actor.resident())
    _set(mail, State.REPLY)
    mail.case = case


def _new_case(mail: Mail, reading: Reading) -> None:
    case = ingest.create_case_from_letter(mail, reading, actor=Actor.resident())
    if Mail.objects.filter(case=case, state=State.CASE).exclude(pk=mail.pk).exists():
        _set(mail, State.HELD, Reason.SAME_ID)
    else:
        _set(mail, State.CASE)
    mail.case = case


def _set(mail: Mail, state: str, reason: str = "", letter: Letter | None = None) -> None:
    mail.state, mail.reason, mail.letter = state, reason, letter
    if letter is not None:
        mail.case = letter.case
