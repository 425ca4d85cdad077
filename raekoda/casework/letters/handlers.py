"""What happens to a case becomes letters: to the sender, to those who follow, to the unit."""

from __future__ import annotations

from typing import Any

from raekoda.casework.cases import configuration
from raekoda.casework.cases import events as happened
from raekoda.casework.cases.models import Case, Follower
from raekoda.casework.letters import addresses, letters
from raekoda.casework.letters.letters import Draft
from raekoda.casework.letters.models import Heard, Letter
from raekoda.platform.core import clock
from raekoda.platform.core.events import on
from raekoda.platform.core.redact import redact


@on(happened.CaseOpened)
def received(event: happened.CaseOpened) -> None:
    """The sender gets number, private link and due date; the unit learns of the new case."""
    to_sender(event.case, "received", f"received:{event.case.pk}", email=event.contact_email, opening=event.message)
    to_unit(event.case, "new", f"unit-new:{event.case.pk}")


@on(happened.CaseAssigned)
def assigned(event: happened.CaseAssigned) -> None:
    """The official, or else the unit, learns that a case has come."""
    to_unit(event.case, "assigned", f"unit-assigned:{event.case.pk}:{_moment(event.case)}", reason=event.reason)


@on(happened.SenderAsked)
def asked(event: happened.SenderAsked) -> None:
    to_sender(event.case, "question", f"question:{event.message.pk}", message=event.message)


@on(happened.SenderReplied)
def replied(event: happened.SenderReplied) -> None:
    """The sender is told that the reply arrived; whoever has the case that it is there."""
    to_sender(event.case, "reply_received", f"reply:{event.message.pk}", message=event.message)
    to_unit(event.case, "reply", f"unit-reply:{event.message.pk}")


@on(happened.CaseExtended)
def extended(event: happened.CaseExtended) -> None:
    to_sender(
        event.case,
        "extended",
        f"extended:{event.case.pk}:{_moment(event.case)}",
        reason=event.reason,
        before=event.before,
    )


@on(happened.CaseSuspended)
def suspended(event: happened.CaseSuspended) -> None:
    to_sender(event.case, "suspended", f"suspended:{event.case.pk}:{_moment(event.case)}", reason=event.reason)


@on(happened.CaseResumed)
def resumed(event: happened.CaseResumed) -> None:
    to_sender(event.case, "resumed", f"resumed:{event.case.pk}:{_moment(event.case)}")


@on(happened.CaseForwarded)
def forwarded(event: happened.CaseForwarded) -> None:
    key = f"forwarded:{event.case.pk}:{_moment(event.case)}"
    to_sender(event.case, "forwarded", key, reason=event.reason)
    to_followers(event.case, "forwarded", key)


@on(happened.CaseMerged)
def merged(event: happened.CaseMerged) -> None:
    to_sender(event.case, "merged", f"merged:{event.case.pk}", into=event.into)


@on(happened.CaseAnswered)
def answered(event: happened.CaseAnswered) -> None:
    """The sender gets the answer with a link to rate it; so do senders of joined cases, without what is another's."""
    key = f"answered:{event.message.pk}"
    to_sender(event.case, "answered", key, message=event.message, answer=event.message.text)
    to_followers(event.case, "answered", key)
    told = {_email(event.case)}
    for joined in Case.objects.filter(merged_into=event.case, contact__isnull=False).select_related("contact"):
        if _email(joined) not in told:
            told.add(_email(joined))
            public_answer = redact(event.message.text, event.case.language).text
            to_sender(joined, "answered", f"{key}:{joined.pk}", answer=public_answer, answered_case=event.case)


@on(happened.CaseReopened)
def reopened(event: happened.CaseReopened) -> None:
    key = f"reopened:{event.case.pk}:{event.case.reopened}"
    to_sender(event.case, "reopened", key)
    to_followers(event.case, "reopened", key)
    to_unit(event.case, "reopened", f"unit-{key}")


@on(happened.FollowRequested)
def follow_requested(event: happened.FollowRequested) -> None:
    """The link that confirms the address; at most one such letter a day."""
    follower = event.follower
    context = {
        "confirm_url": addresses.confirm(follower),
        "public_url": addresses.public(follower.case, follower.language),
    }
    key = f"follow:{follower.pk}:{clock.today().isoformat()}"
    letters.write(follower.case, [Draft("follow_confirm", key, follower.email, follower.language, context)])


@on(happened.CaseAnonymised)
def forgotten(event: happened.CaseAnonymised) -> None:
    """Letters about the case lose address and text; that they were sent stays."""
    Letter.objects.filter(case=event.case).update(
        to="", subject="", text="", leave_url="", token="", in_reply_to="", references=""
    )
    Heard.objects.filter(case=event.case).delete()


def to_sender(case: Case, name: str, key: str, *, email: str | None = None, **context: Any) -> None:
    """A letter in the language of the case, if its sender left an address."""
    email = _email(case) if email is None else email
    if not email:
        return
    links = {
        "status_url": addresses.status(case, case.language),
        "rating_url": addresses.rating(case, case.language),
        "public_url": addresses.public(case, case.language),
    }
    letters.write(case, [Draft(name, key, email, case.language, {**links, **context})])


def to_followers(case: Case, what: str, key: str) -> None:
    """A letter to everyone who confirmed, with nothing in it that is not public."""
    if not case.is_public:
        return
    followers = Follower.objects.filter(case=case, confirmed_at__isnull=False)
    drafts = []
    for follower in followers:
        follower.case = case
        leave_url = addresses.leave(follower)
        context = {"what": what, "public_url": addresses.public(case, follower.language), "leave_url": leave_url}
        drafts.append(Draft("followed", f"{key}:f{follower.pk}", follower.email, follower.language, context, leave_url))
    letters.write(case, drafts)


def to_unit(case: Case, what: str, key: str, **context: Any) -> None:
    """A short letter to the official who has the case, else to the unit's mailbox; it goes within the next minute."""
    unit_email = configuration.unit_emails.get(case.municipality_id).get(case.unit_id or 0, "")
    email = case.official.email if case.official_id and case.official and case.official.email else unit_email
    if email:
        context = {"what": what, "desk_url": addresses.desk(case), **context}
        letters.write(case, [Draft("staff", key, email, "et", context)], at_once=False)


def _email(case: Case) -> str:
    return case.contact.email if case.contact_id and case.contact else ""


def _moment(case: Case) -> str:
    """Names a change that may come again: when the case was changed, in microseconds."""
    return f"{case.updated_at.timestamp():.6f}"
