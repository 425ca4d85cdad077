"""Asking an official: the text, the expectation, the contact. Published answers that match are suggested on the way."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from raekoda.casework.cases import rules
from raekoda.casework.cases.errors import CaseError
from raekoda.casework.cases.models import WITHOUT_REPLY, Kind
from raekoda.casework.cases.site import antispam
from raekoda.casework.cases.site.drafts import Draft
from raekoda.casework.cases.site.flow import Flow, with_draft
from raekoda.casework.cases.site.forms import KIND_CHOICES, ExpectationForm, QuestionContactForm, QuestionTextForm
from raekoda.casework.cases.site.sending import initial_contact, send
from raekoda.platform.core.files import prepare_attachment
from raekoda.platform.core.posted import posted
from raekoda.platform.search.queries import Hit, search
from raekoda.registry.services.models import Topic
from raekoda.registry.services.queries import published

FLOW_NAME = "ask"
STEPS = 3
MOST_HINTS = 4
SHORTEST_FOR_HINTS = 8
LONGEST_FOR_HINTS = 500


class GuardedTextForm(antispam.GuardedForm, QuestionTextForm):
    """The text of a new question, with spam protection."""


def _initial_data(request: HttpRequest) -> dict[str, Any]:
    """The service or topic from whose page the visitor came."""
    service = published().filter(slug=request.GET.get("teenus", "")).first()
    topic = Topic.objects.filter(slug=request.GET.get("teema", "")).first()
    if topic is None and service is not None:
        topic = service.topics.first()
    return {"service": service.pk if service else None, "topic": topic.pk if topic else None}


FLOW = Flow(
    name=FLOW_NAME,
    first_form=GuardedTextForm,
    text_form=QuestionTextForm,
    template="cases/site/ask_words.html",
    next_step="wish",
    steps=STEPS,
    prepare=prepare_attachment,
    initial_data=_initial_data,
)


def hints_for(text: str) -> list[Hit]:
    """Published answers, services and pages that may answer ``text``; none for very short texts."""
    text = " ".join(text.split())[:LONGEST_FOR_HINTS]
    if len(text) < SHORTEST_FOR_HINTS:
        return []
    return search(text, get_language() or "et", kinds=["answer", "service", "page"], limit=MOST_HINTS).hits


@never_cache
@require_POST
def hints(request: HttpRequest) -> HttpResponse:
    """A page fragment shown while the question is typed. POST, so that the text does not appear in addresses or logs."""
    found = hints_for(request.POST.get("text", "")) if antispam.is_within_limit("hint", request) else []
    return render(request, "cases/site/_hints.html", {"hints": found})


@with_draft(FLOW_NAME)
def wish(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The second screen: what the sender expects, and the hints for the text."""
    if not draft.text:
        return redirect("cases:ask_words", draft.key)
    initial = {"kind": draft.get("kind") or rules.likely_kind(draft.text), "topic": draft.get("topic")}
    form = ExpectationForm(posted(request), topics=Topic.objects.filter(parent=None), initial=initial)
    if request.method == "POST" and form.is_valid():
        topic = form.cleaned_data["topic"]
        draft.update(kind=form.cleaned_data["kind"], topic=topic.pk if topic else None)
        return redirect("cases:ask_send", draft.key)
    context = {
        "form": form,
        "draft": draft,
        "hints": hints_for(draft.text),
        "options": list(zip(form["kind"], [example for _kind, _words, example in KIND_CHOICES], strict=True)),
        "steps": STEPS,
    }
    return render(request, "cases/site/ask_wish.html", context)


@with_draft(FLOW_NAME)
def check_and_send(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The last screen: contact, permission to publish, and sending."""
    kind = draft.get("kind")
    if not draft.text or kind not in Kind.values:
        return redirect("cases:ask_wish", draft.key)
    form = QuestionContactForm(posted(request), initial=initial_contact(request), needs_reply=kind not in WITHOUT_REPLY)
    if request.method == "POST" and form.is_valid():
        if not antispam.is_within_limit("send", request):
            form.add_error(None, antispam.limit_message())
            return _send_page(request, draft, form, status=429)
        try:
            send(
                request,
                draft,
                form,
                kind=kind,
                service=published().filter(pk=draft.get("service")).first() if draft.get("service") else None,
                topic=Topic.objects.filter(pk=draft.get("topic")).first() if draft.get("topic") else None,
                attributes={"may_publish": form.cleaned_data["may_publish"]},
            )
        except CaseError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("cases:ask_done", draft.key)
    return _send_page(request, draft, form)


def _send_page(request: HttpRequest, draft: Draft, form: QuestionContactForm, status: int = 200) -> HttpResponse:
    words = {kind.value: success_message for kind, success_message, _example in KIND_CHOICES}
    topic = Topic.objects.filter(pk=draft.get("topic")).first() if draft.get("topic") else None
    context = {"form": form, "draft": draft, "wish": words[draft.get("kind")], "topic": topic, "steps": STEPS}
    return render(request, "cases/site/ask_send.html", context, status=status)
