"""Staff pages of published answers: drafts, checking, release and withdrawal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.casework.answers import actions, queries, rules
from raekoda.casework.answers.errors import AnswerError, PersonalDataLeft
from raekoda.casework.answers.forms import AnswerForm
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.answers.notes import get_notes
from raekoda.casework.cases import queries as case_queries
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import history
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

app_name = "answers_desk"

PAGE_SIZE = 50
Status = PublishedAnswer.Status
TABS = [
    ("mustandid", Status.DRAFT, gettext_lazy("Waiting for a check")),
    ("avaldatud", Status.PUBLISHED, gettext_lazy("Published")),
    ("tagasi-voetud", Status.WITHDRAWN, gettext_lazy("Withdrawn")),
]
STEPS = {
    "answers.draft": (gettext_lazy("Drafted"), "file-pen", "info"),
    "answers.edit": (gettext_lazy("Changed"), "pencil", "neutral"),
    "answers.release": (gettext_lazy("Released"), "check", "success"),
    "answers.withdraw": (gettext_lazy("Withdrawn"), "archive", "warning"),
}


@require_safe
@staff_page("answers.write")
def answers(request: HttpRequest) -> HttpResponse:
    """Answers by status, the newest first."""
    chosen = request.GET.get("seis", "")
    name, status, _label = next((tab for tab in TABS if tab[0] == chosen), TABS[0])
    rows = queries.visible_to(Actor.of(request)).filter(status=status).select_related("topic", "unit", "drafted_by")
    context = {
        "page": keyset(rows, request, order=("-id",), size=PAGE_SIZE),
        "status": status,
        "tabs": [
            {"url": f"{reverse('answers_desk:list')}?seis={each}", "label": label, "is_current": each == name}
            for each, _status, label in TABS
        ],
    }
    return render(request, "answers/desk_list.html", context)


@require_POST
@staff_page("answers.write")
def draft(request: HttpRequest, number: str) -> HttpResponse:
    """Draft an answer from the case with this number, and redirect to its page."""
    key = number.rpartition("-")[2]
    cases = case_queries.visible_to(Actor.of(request))
    case = get_object_or_404(cases, pk=int(key[:18]) if key.isdecimal() else 0)
    try:
        drafted = actions.draft_from_case(case, actor=Actor.of(request))
    except AnswerError as refusal:
        messages.error(request, refusal.message)
        return redirect("cases_desk:case", case.number)
    return redirect("answers_desk:answer", drafted.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("answers.write")
def new(request: HttpRequest) -> HttpResponse:
    """Write an answer without a case."""
    form = AnswerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            drafted = actions.write(municipality=current(), actor=Actor.of(request), **form.cleaned_data)
        except AnswerError as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            return redirect("answers_desk:answer", drafted.pk)
    return render(request, "answers/desk_answer.html", {"form": form, "answer": None})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("answers.write")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer: change it, see possible personal data, release it."""
    found = _found(request, pk)
    form = AnswerForm(posted(request), answer=found)
    if request.method == "POST" and form.is_valid():
        actor = Actor.of(request)
        try:
            actions.edit(found, actor=actor, **form.cleaned_data)
            if "release" in request.POST:
                actions.release(found, actor=actor, accept_findings=_accepts(request, found))
                messages.success(request, _("Released. It can be read and found from now on."))
            else:
                messages.success(request, _("Saved."))
            return redirect("answers_desk:answer", found.pk)
        except PersonalDataLeft as refusal:
            messages.warning(request, refusal.message)
            return redirect(f"{reverse('answers_desk:answer', args=[found.pk])}#leiud")
        except AnswerError as refusal:
            form.add_error(refusal.field or None, refusal.message)
    return _page(request, found, form)


@require_POST
@staff_page("answers.write")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove an answer from the column and the search."""
    found = _found(request, pk)
    actions.withdraw(found, actor=Actor.of(request), reason=request.POST.get("reason", "")[:500])
    messages.success(request, _("Withdrawn. Nobody finds it any more."))
    return redirect("answers_desk:answer", found.pk)


def _accepts(request: HttpRequest, found: PublishedAnswer) -> bool:
    """Whether the user accepted the findings, and the accepted ones are the present ones."""
    return "accept_findings" in request.POST and request.POST.get("seen") == rules.findings_digest(
        queries.findings(found)
    )


def _found(request: HttpRequest, pk: int) -> PublishedAnswer:
    answers = queries.visible_to(Actor.of(request)).select_related("case__contact", "municipality", "unit", "topic")
    return get_object_or_404(answers, pk=pk)


def _page(request: HttpRequest, found: PublishedAnswer, form: AnswerForm) -> HttpResponse:
    by_field = queries.personal_data_in(found)
    agreed = (found.case.attributes or {}).get("may_publish") if found.case else None
    findings = queries.findings(found)
    context = {
        "form": form,
        "answer": found,
        "findings": findings,
        "notes": get_notes(found),
        "digest": rules.findings_digest(findings),
        "marked": {field: rules.highlight(getattr(found, field), what) for field, what in by_field.items()},
        "sender_refused": agreed is False,
        "history": [
            {"at": line.at, "title": title, "icon": icon, "tone": tone, "text": line.reason}
            for line in history(found)
            for title, icon, tone in [STEPS[line.action]]
        ],
    }
    return render(request, "answers/desk_answer.html", context)


urlpatterns = [
    path("vastused/", answers, name="list"),
    path("vastused/uus/", new, name="new"),
    path("vastused/mustand/<str:number>/", draft, name="draft"),
    path("vastused/<int:pk>/", answer, name="answer"),
    path("vastused/<int:pk>/vota-tagasi/", withdraw, name="withdraw"),
]
