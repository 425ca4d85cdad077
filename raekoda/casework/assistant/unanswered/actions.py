"""Changes of groups by staff and by the release of answers."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.casework.answers import actions as answers
from raekoda.casework.answers.events import AnswerReleased, AnswerWithdrawn
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.assistant.models import Exchange, Gap
from raekoda.casework.assistant.unanswered.errors import GroupError
from raekoda.casework.assistant.unanswered.queries import unhelpful
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import on
from raekoda.platform.core.journal import record
from raekoda.platform.core.text import clean_text
from raekoda.registry.services.models import Service, Topic

State = Gap.State
LONGEST_TITLE = 300
LONGEST_REASON = 500
QUESTIONS_IN_DRAFT = 5
PERMISSION = "assistant.manage_gaps"


@transaction.atomic
def rename(gap: Gap, *, title: str, topic: Topic | None, actor: Actor) -> Gap:
    """Give a group a title and a topic; grouping no longer changes them. Raises :class:`GroupError`."""
    _lock(gap, actor)
    title = clean_text(title)
    if not title:
        raise GroupError(_("Write what the group is about."))
    if len(title) > LONGEST_TITLE:
        raise GroupError(_("The title is too long: at most %(limit)s characters.") % {"limit": LONGEST_TITLE})
    gap.title, gap.topic, gap.is_named = title, topic, True
    gap.save()
    record("assistant.rename_gap", gap, actor)
    return gap


@transaction.atomic
def merge(gap: Gap, *, into: Gap, actor: Actor) -> Gap:
    """Move all questions of a group to another; its page then redirects there. Raises :class:`GroupError`."""
    from raekoda.casework.assistant.unanswered.grouping import refresh

    if gap.pk == into.pk:
        raise GroupError(_("Choose another group to join this one with."))
    for each in sorted((gap, into), key=lambda group: group.pk):
        _lock(each, actor)
    gap.exchanges.update(gap=into)
    if into.answer_id is None and gap.answer_id is not None:
        into.answer, into.state, into.answered_at = gap.answer, gap.state, gap.answered_at
        into.save()
    gap.state, gap.merged_into, gap.asked = State.MERGED, into, 0
    gap.answer = None
    gap.save()
    Gap.objects.filter(merged_into=gap).update(merged_into=into)
    refresh([into.pk])
    into.refresh_from_db()
    record("assistant.merge_gap", gap, actor, into=into.pk)
    return into


@transaction.atomic
def move_question(exchange: Exchange, *, actor: Actor, to: Gap | None = None) -> Gap:
    """Move a question to another group or to a new one; returns that group. Raises :class:`GroupError`."""
    from raekoda.casework.assistant.unanswered.grouping import refresh

    if exchange.gap is None:
        raise GroupError(_("The question is in no group."))
    before = _lock(exchange.gap, actor)
    if to is None:
        to = Gap.objects.create(
            municipality=exchange.municipality, title=exchange.question[:LONGEST_TITLE], language=exchange.language,
            created_at=clock.now(), first_asked_at=exchange.asked_at, last_asked_at=exchange.asked_at,
        )  # fmt: skip
    else:
        _lock(to, actor)
    exchange.gap = to
    exchange.save(update_fields=["gap"])
    record("assistant.move_question", before, actor, to=to.pk, exchange=exchange.pk)
    refresh([before.pk, to.pk])
    to.refresh_from_db()
    return to


@transaction.atomic
def dismiss(gap: Gap, *, reason: str, actor: Actor) -> Gap:
    """Dismiss a group with a reason; similar questions still join it. Raises :class:`GroupError`."""
    _lock(gap, actor)
    reason = clean_text(reason)[:LONGEST_REASON]
    if not reason:
        raise GroupError(_("Say in a few words why the group needs no answer: others will wonder."))
    gap.state, gap.reason = State.DISMISSED, reason
    gap.save()
    record("assistant.dismiss_gap", gap, actor, reason=reason)
    return gap


@transaction.atomic
def reopen(gap: Gap, *, actor: Actor) -> Gap:
    """Reopen a dismissed or answered group."""
    _lock(gap, actor)
    if gap.state == State.OPEN:
        return gap
    gap.state, gap.reason, gap.answered_at, gap.answer = State.OPEN, "", None, None
    gap.save()
    record("assistant.reopen_gap", gap, actor)
    return gap


@transaction.atomic
def draft_answer(gap: Gap, *, actor: Actor) -> PublishedAnswer:
    """Create a draft published answer with the group's questions filled in; idempotent per group.

    Raises ``PermissionDenied``, :class:`GroupError`.
    """
    _lock(gap, actor)
    if gap.answer is not None:
        return gap.answer
    asked = gap.exchanges.filter(unhelpful()).order_by("-asked_at", "-id").values_list("question", "language")
    texts = list(dict.fromkeys([gap.title, *(text for text, language in asked[:50] if language == gap.language)]))
    draft = answers.write(
        municipality=gap.municipality, actor=actor, title=gap.title[: answers.LONGEST["title"]],
        question="\n".join(texts[:QUESTIONS_IN_DRAFT]), answer="", language=gap.language, topic=gap.topic,
        service=_only_service(gap.topic),
    )  # fmt: skip
    gap.answer, gap.state, gap.reason = draft, State.OPEN, ""
    gap.save()
    record("assistant.draft_from_gap", gap, actor, answer=draft.pk)
    return draft


@on(AnswerReleased)
def _answer_released(event: AnswerReleased) -> None:
    """Mark groups of a released answer as answered."""
    for gap in Gap.objects.filter(answer=event.answer).exclude(state=State.ANSWERED):
        gap.state, gap.answered_at = State.ANSWERED, gap.answered_at or clock.now()
        gap.save()
        record("assistant.answer_gap", gap, Actor.system(), answer=event.answer.pk)


@on(AnswerWithdrawn)
def _answer_withdrawn(event: AnswerWithdrawn) -> None:
    """Reopen groups of a withdrawn answer; the date of the first release is retained."""
    for gap in Gap.objects.filter(answer=event.answer, state=State.ANSWERED):
        gap.state = State.OPEN
        gap.save()
        record("assistant.unanswer_gap", gap, Actor.system(), answer=event.answer.pk)


def _lock(gap: Gap, actor: Actor) -> Gap:
    """Lock and refresh a group. Raises ``PermissionDenied``, :class:`GroupError` for a merged one."""
    actor.require(PERMISSION, gap)
    gap.refresh_from_db(from_queryset=Gap.objects.select_for_update(of=("self",)))
    if gap.state == State.MERGED:
        raise GroupError(_("Somebody has meanwhile joined this group with another. Look at that one."))
    return gap


def _only_service(topic: Topic | None) -> Service | None:
    """The service of a topic with exactly one."""
    services = list(Service.objects.filter(topics=topic, live=True)[:2]) if topic else []
    return services[0] if len(services) == 1 else None
