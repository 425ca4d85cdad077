"""Events of cases become letters: to the sender, to followers, to the unit."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases import configuration
from raekoda.casework.cases import events as case_events
from raekoda.casework.cases.models import Case, Follower
from raekoda.casework.letters import addresses, letters
from raekoda.casework.letters.events import LetterBounced
from raekoda.casework.letters.letters import LetterDraft
from raekoda.casework.letters.models import Heard, Letter
from raekoda.casework.letters.presenters import is_to_sender
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import on
from raekoda.platform.core.redact import redact


@on(case_events.CaseOpened)
def received(event: case_events.CaseOpened) -> None:
    """The sender gets number, private link and due date; the unit is notified of the new case."""
    write_to_sender(
        event.case, "received", f"received:{event.case.pk}", email=event.contact_email, opening=event.message
    )
    write_to_unit(event.case, "new", f"unit-new:{event.case.pk}")


@on(case_events.CaseAssigned)
def assigned(event: case_events.CaseAssigned) -> None:
    """Notify the official, or else the unit, of the assigned case."""
    write_to_unit(event.case, "assigned", f"unit-assigned:{event.case.pk}:{_moment(event.case)}", reason=event.reason)


@on(case_events.SenderAsked)
def asked(event: case_events.SenderAsked) -> None:
    write_to_sender(event.case, "question", f"question:{event.message.pk}", message=event.message)


@on(case_events.SenderReplied)
def replied(event: case_events.SenderReplied) -> None:
    """Confirm the reply to the sender; notify the official or the unit of it."""
    write_to_sender(event.case, "reply_received", f"reply:{event.message.pk}", message=event.message)
    write_to_unit(event.case, "reply", f"unit-reply:{event.message.pk}")


@on(case_events.CaseExtended)
def extended(event: case_events.CaseExtended) -> None:
    """The sender learns the new day, if an answer was promised."""
    if not event.case.expects_reply:
        return
    write_to_sender(
        event.case,
        "extended",
        f"extended:{event.case.pk}:{_moment(event.case)}",
        reason=event.reason,
        before=event.before,
    )


@on(case_events.CaseSuspended)
def suspended(event: case_events.CaseSuspended) -> None:
    write_to_sender(event.case, "suspended", f"suspended:{event.case.pk}:{_moment(event.case)}", reason=event.reason)


@on(case_events.CaseResumed)
def resumed(event: case_events.CaseResumed) -> None:
    write_to_sender(event.case, "resumed", f"resumed:{event.case.pk}:{_moment(event.case)}")


@on(case_events.CaseForwarded)
def forwarded(event: case_events.CaseForwarded) -> None:
    key = f"forwarded:{event.case.pk}:{_moment(event.case)}"
    write_to_sender(event.case, "forwarded", key, reason=event.reason)
    write_to_followers(event.case, "forwarded", key)


@on(case_events.CaseMerged)
def merged(event: case_events.CaseMerged) -> None:
    write_to_sender(event.case, "merged", f"merged:{event.case.pk}", into=event.into)


@on(case_events.CaseAnswered)
def answered(event: case_events.CaseAnswered) -> None:
    """The sender gets the answer with a link to rate it; senders of merged cases get it without personal data, and of a special
    matter the outcome alone."""
    key = f"answered:{event.message.pk}"
    write_to_sender(event.case, "answered", key, message=event.message, answer=event.message.text)
    write_to_followers(event.case, "answered", key)
    notified = {_email(event.case)}
    for joined in Case.objects.filter(merged_into=event.case, contact__isnull=False).select_related("contact"):
        if _email(joined) not in notified:
            notified.add(_email(joined))
            public_answer = "" if event.case.is_special else redact(event.message.text, event.case.language).text
            write_to_sender(joined, "answered", f"{key}:{joined.pk}", answer=public_answer, answered_case=event.case)


@on(case_events.CaseReopened)
def reopened(event: case_events.CaseReopened) -> None:
    key = f"reopened:{event.case.pk}:{event.case.reopened}"
    write_to_sender(event.case, "reopened", key)
    write_to_followers(event.case, "reopened", key)
    write_to_unit(event.case, "reopened", f"unit-{key}")


@on(case_events.FollowRequested)
def follow_requested(event: case_events.FollowRequested) -> None:
    """The link that confirms the address; at most one such letter a day."""
    follower = event.follower
    context = {
        "confirm_url": addresses.confirm(follower),
        "public_url": addresses.public(follower.case, follower.language),
    }
    key = f"follow:{follower.pk}:{clock.today().isoformat()}"
    letters.write(follower.case, [LetterDraft("follow_confirm", key, follower.email, follower.language, context)])


@on(LetterBounced)
def bounced(event: LetterBounced) -> None:
    """A note on the case says that a letter to its sender was not delivered; the official or the unit is notified."""
    letter, case = event.letter, event.letter.case
    if case is None or case.anonymised_at is not None or not is_to_sender(letter):
        return
    with override("et"):
        text = _("The letter “%(subject)s” did not reach the sender. %(status)s") % {
            "subject": letter.subject, "status": letter.error,
        }  # fmt: skip
        cases.note(case, text=text, actor=Actor.system())
        write_to_unit(case, "bounced", f"unit-bounced:{letter.pk}", reason=text)


@on(case_events.CaseAnonymised)
def anonymised(event: case_events.CaseAnonymised) -> None:
    """Erase address and text of the letters about the case; the record that they were sent is retained."""
    Letter.objects.filter(case=event.case).update(
        to="", subject="", text="", leave_url="", token="", in_reply_to="", references=""
    )
    Heard.objects.filter(case=event.case).delete()


@on(case_events.BreakGlassUsed)
def break_glass_used(event: case_events.BreakGlassUsed) -> None:
    """Tell the head of the unit, or else the unit."""
    case, used = event.case, event.participant
    head = case.unit.head if case.unit_id and case.unit else None
    email = head.email if head is not None and head.is_active else ""
    email = email or configuration.unit_emails.get(case.municipality_id).get(case.unit_id or 0, "")
    if email:
        context = {"what": "break_glass", "who": used.user.display_name, "reason": used.explanation}
        context["desk_url"] = addresses.desk(case)
        letters.write(case, [LetterDraft("staff", f"break-glass:{used.pk}", email, "et", context)], at_once=False)


def write_to_sender(case: Case, name: str, key: str, *, email: str | None = None, **context: Any) -> None:
    """A letter in the language of the case, if its sender left an address."""
    email = _email(case) if email is None else email
    if not email:
        return
    links = {
        "status_url": addresses.status(case, case.language),
        "rating_url": addresses.rating(case, case.language),
        "public_url": addresses.public(case, case.language),
    }
    letters.write(case, [LetterDraft(name, key, email, case.language, {**links, **context})])


def write_to_followers(case: Case, what: str, key: str) -> None:
    """A letter to every confirmed follower, with public data only."""
    if not case.is_public:
        return
    followers = Follower.objects.filter(case=case, confirmed_at__isnull=False)
    drafts = []
    for follower in followers:
        follower.case = case
        leave_url = addresses.leave(follower)
        context = {"what": what, "public_url": addresses.public(case, follower.language), "leave_url": leave_url}
        drafts.append(
            LetterDraft("followed", f"{key}:f{follower.pk}", follower.email, follower.language, context, leave_url)
        )
    letters.write(case, drafts)


def write_to_unit(case: Case, what: str, key: str, **context: Any) -> None:
    """A short letter to the official of the case, else to the unit's mailbox; it is sent within the next minute. Of a special
    matter it has the number alone."""
    unit_email = configuration.unit_emails.get(case.municipality_id).get(case.unit_id or 0, "")
    email = case.official.email if case.official_id and case.official and case.official.email else unit_email
    if email:
        context = {"what": what, "desk_url": addresses.desk(case), **context}
        letters.write(case, [LetterDraft("staff", key, email, "et", context)], at_once=False)


def _email(case: Case) -> str:
    return case.contact.email if case.contact_id and case.contact else ""


def _moment(case: Case) -> str:
    """Identifies a change that can occur repeatedly: the time of the change, in microseconds."""
    return f"{case.updated_at.timestamp():.6f}"
