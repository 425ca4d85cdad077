"""Staff actions on a group."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from raekoda.casework.assistant.desk.detail import NameForm, page
from raekoda.casework.assistant.models import Exchange, Gap
from raekoda.casework.assistant.unanswered import actions, queries
from raekoda.casework.assistant.unanswered.errors import GroupError
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page


@require_POST
@staff_page(actions.PERMISSION)
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the group a title and a topic."""
    found = _gap(request, pk)
    form = NameForm(request.POST)
    if not form.is_valid():
        return page(request, found, form)
    return _run(request, found, lambda actor: actions.rename(found, actor=actor, **form.cleaned_data), _("Saved."))


@require_POST
@staff_page(actions.PERMISSION)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge the group into another."""
    found, into = _gap(request, pk), _group_from_post(request, "into")
    if into is None:
        messages.error(request, _("Choose the group to join this one with."))
        return redirect("assistant_desk:gap", pk)
    return _run(request, found, lambda actor: actions.merge(found, into=into, actor=actor), _("Joined into one group."))


@require_POST
@staff_page(actions.PERMISSION)
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Dismiss the group."""
    found, reason = _gap(request, pk), request.POST.get("reason", "")
    message = _("Set aside. Questions of its kind go on joining it.")
    return _run(request, found, lambda actor: actions.dismiss(found, reason=reason, actor=actor), message)


@require_POST
@staff_page(actions.PERMISSION)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Reopen the group."""
    found = _gap(request, pk)
    return _run(request, found, lambda actor: actions.reopen(found, actor=actor), _("It waits for an answer again."))


@require_POST
@staff_page(actions.PERMISSION)
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Create a draft answer and redirect to its form."""
    found = _gap(request, pk)
    try:
        drafted = actions.draft_answer(found, actor=Actor.of(request))
    except GroupError as refusal:
        messages.error(request, refusal.message)
        return redirect("assistant_desk:gap", pk)
    messages.success(
        request, _("The questions are filled in. Write the answer; nothing is public before you release it.")
    )
    return redirect("answers_desk:answer", drafted.pk)


@require_POST
@staff_page(actions.PERMISSION)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a question to another or a new group."""
    groups = queries.visible_to(Actor.of(request))
    question = get_object_or_404(Exchange.objects.select_related("gap", "municipality").filter(gap__in=groups), pk=pk)
    before, to = question.gap, _group_from_post(request, "to")
    assert before is not None
    try:
        now = actions.move_question(question, actor=Actor.of(request), to=to)
    except GroupError as refusal:
        messages.error(request, refusal.message)
        return redirect("assistant_desk:gap", before.pk)
    messages.success(request, _("The question stands in this group now."))
    return redirect("assistant_desk:gap", now.pk)


def _gap(request: HttpRequest, pk: int) -> Gap:
    return get_object_or_404(queries.visible_to(Actor.of(request)).select_related("topic", "answer"), pk=pk)


def _group_from_post(request: HttpRequest, name: str) -> Gap | None:
    key = request.POST.get(name, "")
    return queries.visible_to(Actor.of(request)).filter(pk=int(key[:18])).first() if key.isdecimal() else None


def _run(request: HttpRequest, gap: Gap, act: Callable[[Actor], Gap], message: str) -> HttpResponse:
    """Run ``act`` and redirect to the resulting group, with a message."""
    try:
        gap = act(Actor.of(request))
    except GroupError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, message)
    return redirect("assistant_desk:gap", gap.pk)
