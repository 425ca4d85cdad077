"""Staff pages of the state mailbox: letters, one letter, writing one about a case; the connection and templates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.casework.cases.desk.lookup import get_case_or_404
from raekoda.channels.postkast import actions, desk_setup, queries, show
from raekoda.channels.postkast.errors import PostkastError
from raekoda.channels.postkast.forms import LetterForm
from raekoda.channels.postkast.models import Letter, Template
from raekoda.identity.accounts.models import User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.platform.deliveries import queries as deliveries

app_name = "statebox_desk"
PAGE = 50
MINE = "minu"
TABS = {"": gettext_lazy("All"), "mured": gettext_lazy("Not delivered"), MINE: gettext_lazy("Mine")}


@require_safe
@staff_page("statebox.view")
def letters(request: HttpRequest) -> HttpResponse:
    """Letters, the newest first; ``?seis=`` narrows down."""
    actor = Actor.of(request)
    chosen = request.GET.get("seis", "")
    rows = queries.visible_to(actor).defer("code", "values", "case__words")
    if chosen == "mured":
        rows = rows.filter(state__in=(Letter.State.UNSENT, Letter.State.FAILED))
    elif chosen == MINE:
        rows = rows.filter(written_by_id=actor.id)
    page = keyset(rows, request, order=("-id",), size=PAGE)
    for row in page.items:
        show.with_words(row)
    address = reverse("statebox_desk:letters")
    context = {
        "page": page,
        "tabs": [
            {"url": f"{address}?seis={name}" if name else address, "label": label, "is_current": name == chosen}
            for name, label in TABS.items()
        ],
        "may_manage": actor.may("statebox.manage"),
        "is_connected": queries.is_connected(),
    }
    return render(request, "postkast/letters.html", context)


@require_safe
@staff_page("statebox.view")
def letter(request: HttpRequest, external_id: str) -> HttpResponse:
    """One letter as its recipient reads it. That somebody looked stands in the journal."""
    found, actor = _found(request, external_id), Actor.of(request)
    actions.look(found, actor=actor)
    sent = deliveries.of(found.case).filter(key=f"statebox:{found.external_id}").first() if found.case else None
    context = {
        "letter": show.with_words(found),
        "as_read": show.as_read(found.template, found.language, found.values) if found.values else None,
        "delivery": sent,
        "may_restart": found.state == Letter.State.FAILED
        and bool(found.operation_id)
        and actor.may("statebox.send", found),
    }
    return render(request, "postkast/letter.html", context)


@require_POST
@staff_page("statebox.send")
def restart(request: HttpRequest, external_id: str) -> HttpResponse:
    """Let the state mailbox try again what it could not deliver."""
    try:
        actions.restart(_found(request, external_id), actor=Actor.of(request))
        messages.success(request, _("The state mailbox tries it again."))
    except PostkastError as refusal:
        messages.warning(request, refusal.message)
    return redirect("statebox_desk:letter", external_id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("statebox.send")
def write(request: HttpRequest, number: str) -> HttpResponse:
    """Write a letter about a case: choose the template, fill its places, look at it, send it."""
    actor = Actor.of(request)
    case = get_case_or_404(number, actor)
    templates = list(queries.offered())
    template = _chosen(templates, request.GET.get("mall", ""))
    context: dict[str, Any] = {
        "case": case, "templates": templates, "template": template, "is_connected": queries.is_connected(),
        "may_manage": actor.may("statebox.manage"),
    }  # fmt: skip
    if template is None or not context["is_connected"]:
        return render(request, "postkast/write.html", context)
    language = request.GET.get("keel", "")
    if language not in template.languages:
        language = case.language if case.language in template.languages else template.languages[0]
    form = LetterForm(case, template, language, _name(actor), posted(request))
    context |= {"form": form, "language": language}
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            context["as_read"] = show.as_read(template, language, form.values())
            return render(request, "postkast/write.html", context)
        given = form.cleaned_data
        try:
            actions.send_letter(
                case, template=template, language=language, recipient=given["recipient"], code=given["code"],
                values=form.values(), files=list(given.get("files") or ()), actor=actor, once=str(given["once"] or ""),
            )  # fmt: skip
        except PostkastError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The letter is on its way. How far it has come stands on the case."))
            return redirect("cases_desk:case", case.number)
    return render(request, "postkast/write.html", context, status=422 if form.errors else 200)


def _chosen(templates: list[Template], asked: str) -> Template | None:
    """The template asked for, or the only one there is."""
    if len(templates) == 1:
        return templates[0]
    return next((each for each in templates if str(each.pk) == asked), None)


def _name(actor: Actor) -> str:
    return actor.user.display_name if isinstance(actor.user, User) else ""


def _found(request: HttpRequest, external_id: str) -> Letter:
    return get_object_or_404(queries.visible_to(Actor.of(request)), external_id=external_id)


urlpatterns = [
    path("postkast/", letters, name="letters"),
    path("postkast/kirjad/<uuid:external_id>/", letter, name="letter"),
    path("postkast/kirjad/<uuid:external_id>/uuesti/", restart, name="restart"),
    path("postkast/uus/<str:number>/", write, name="write"),
    *desk_setup.urlpatterns,
]
