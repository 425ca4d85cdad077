"""Actions of notices: save, publish, withdraw, remove the banner, resend or resolve undelivered letters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.channels.notices import audience, rules, tasks
from raekoda.channels.notices.errors import NoticeError
from raekoda.channels.notices.events import NoticeChanged, NoticePublished, NoticeWithdrawn
from raekoda.channels.notices.models import Notice, Recipient
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality

MANY = ("areas", "topics", "services")
DATES = ("kind", "starts_at", "ends_at", "banner_tone", "banner_until")
State = Recipient.State


@transaction.atomic
def save(notice: Notice, values: Mapping[str, Any], *, actor: Actor) -> Notice:
    """Save a new or changed notice; ``values`` are its fields by name. A change of a public notice is visible at once,
    but letters are not sent again. Raises :class:`NoticeError`."""
    actor.require("notices.publish" if notice.is_published else "notices.write")
    is_new, now = notice.pk is None, clock.now()
    is_over = notice.banner_until is not None and values.get("banner_until") == notice.banner_until < now
    for name, value in values.items():
        if name not in MANY:
            setattr(notice, name, value)
    if is_new:
        notice.author = actor.user  # type: ignore[assignment]
    if is_over or not notice.banner_tone:
        notice.banner_tone, notice.banner_until = "", None
    _check(notice, is_public=notice.is_published)
    notice.save()
    for name in MANY:
        if name in values:
            getattr(notice, name).set(values[name])
    record("notices.write" if is_new else "notices.change", notice, actor)
    if notice.is_published:
        emit(NoticeChanged(notice))
    return notice


@transaction.atomic
def publish(notice: Notice, *, actor: Actor) -> int:
    """Publish a notice to all its channels; return the number of queued letters. Raises :class:`NoticeError`."""
    actor.require("notices.publish")
    notice = _locked(notice)
    if notice.is_published:
        return 0
    _check(notice, is_public=True)
    notice.status, notice.withdrawn_at = Notice.Status.PUBLISHED, None
    notice.published_at = notice.listed_at = notice.published_at or clock.now()
    notice.save(update_fields=["status", "published_at", "listed_at", "withdrawn_at", "changed_at"])
    recipients = audience.create_recipients(notice) if notice.tell_subscribers else 0
    record("notices.publish", notice, actor, recipients=recipients)
    emit(NoticePublished(notice, recipients))
    if recipients:
        tasks.enqueue_sending(notice)
    return recipients


@transaction.atomic
def withdraw(notice: Notice, *, actor: Actor, reason: str = "") -> Notice:
    """Withdraw a notice from the site; waiting letters are deleted."""
    actor.require("notices.publish")
    notice = _locked(notice)
    if notice.is_published:
        notice.status, notice.withdrawn_at = Notice.Status.WITHDRAWN, clock.now()
        notice.save(update_fields=["status", "withdrawn_at", "changed_at"])
        stopped = Recipient.objects.filter(notice=notice, state=State.WAITING).delete()[0]
        record("notices.withdraw", notice, actor, reason=reason, letters_stopped=stopped)
        emit(NoticeWithdrawn(notice))
    return notice


@transaction.atomic
def remove_banner(notice: Notice, *, actor: Actor) -> Notice:
    """Remove the banner of a notice; the notice remains published."""
    actor.require("notices.publish")
    notice = _locked(notice)
    notice.banner_tone, notice.banner_until = "", None
    notice.save(update_fields=["banner_tone", "banner_until", "changed_at"])
    record("notices.lift_banner", notice, actor)
    emit(NoticeChanged(notice))
    return notice


@transaction.atomic
def delete_draft(notice: Notice, *, actor: Actor) -> None:
    """Delete a draft. Raises :class:`NoticeError` for a notice that was public."""
    actor.require("notices.write")
    notice = _locked(notice)
    if notice.status != Notice.Status.DRAFT:
        raise NoticeError(_("This notice was public: withdraw it instead."))
    record("notices.delete_draft", notice, actor)
    notice.delete()


@transaction.atomic
def retry_failed(notice: Notice, recipients: Iterable[int] | None = None, *, actor: Actor) -> int:
    """Queue failed letters again (the given ones, or all); return how many. Letters in doubt are not included."""
    actor.require("notices.publish")
    failed = Recipient.objects.filter(notice=notice, state=State.FAILED)
    if recipients is not None:
        failed = failed.filter(pk__in=list(recipients))
    count = failed.update(state=State.WAITING, due_at=clock.now(), attempts=0, error="")
    if count:
        record("notices.try_again", notice, actor, letters=count)
        tasks.enqueue_sending(notice)
    return count


@transaction.atomic
def resolve_in_doubt(notice: Notice, recipients: Iterable[int] | None = None, *, send_again: bool, actor: Actor) -> int:
    """Mark letters in doubt as sent, or send them again although some may arrive twice; return how many."""
    actor.require("notices.publish")
    doubtful = Recipient.objects.filter(notice=notice, state=State.IN_DOUBT)
    if recipients is not None:
        doubtful = doubtful.filter(pk__in=list(recipients))
    if send_again:
        count = doubtful.update(state=State.WAITING, due_at=clock.now(), attempts=0, error="")
    else:
        count = doubtful.update(state=State.SENT, error="")
    if count:
        record("notices.decide_doubt", notice, actor, letters=count, send_again=send_again)
        if send_again:
            tasks.enqueue_sending(notice)
    return count


def new_notice(municipality: Municipality) -> Notice:
    """An empty, unsaved notice."""
    return Notice(municipality=municipality)


def _locked(notice: Notice) -> Notice:
    return Notice.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=notice.pk)


def _check(notice: Notice, *, is_public: bool) -> None:
    dates = {name: getattr(notice, name) for name in DATES}
    for problem in rules.find_problems(**dates, now=clock.now()):
        raise NoticeError(problem.message, problem.field)
    if is_public and not (notice.title_et and notice.text_et):  # type: ignore[attr-defined]
        raise NoticeError(_("A notice needs a title and a text in Estonian."), "title_et")
