"""Staff pages of the state mailbox: letters, one letter, writing a letter about a case; the connection and templates."""

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
from raekoda.channels.postkast import actions, desk_setup, presenters, queries
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
def index(request: HttpRequest) -> HttpResponse:
    """Letters, the newest first; ``?seis=`` filters."""
    actor = Actor.of(request)
    tab = request.GET.get("seis", "")
    rows = queries.visible_to(actor).defer("code", "values", "case__words")
    if tab == "mured":
        rows = rows.filter(state__in=(Letter.State.UNSENT, Letter.State.FAILED))
    elif tab == MINE:
        rows = rows.filter(written_by_id=actor.id)
    page = keyset(rows, request, order=("-id",), size=PAGE)
    for row in page.items:
        presenters.present_letter(row)
    address = reverse("statebox_desk:letters")
    context = {
        "page": page,
        "tabs": [
            {"url": f"{address}?seis={name}" if name else address, "label": label, "is_current": name == tab}
            for name, label in TABS.items()
        ],
        "may_manage": actor.may("statebox.manage"),
        "is_connected": queries.is_connected(),
    }
    return render(request, "postkast/letters.html", context)


@require_safe
@staff_page("statebox.view")
def detail(request: HttpRequest, external_id: str) -> HttpResponse:
    """One letter as its recipient reads it. Each view is written to the journal."""
    letter, actor = _get_letter(request, external_id), Actor.of(request)
    actions.log_access(letter, actor=actor)
    delivery = (
        deliveries.for_subject(letter.case).filter(key=f"statebox:{letter.external_id}").first()
        if letter.case
        else None
    )
    context = {
        "letter": presenters.present_letter(letter),
        "preview": presenters.preview_letter(letter.template, letter.language, letter.values)
        if letter.values
        else None,
        "delivery": delivery,
        "may_restart": letter.state == Letter.State.FAILED
        and bool(letter.operation_id)
        and actor.may("statebox.send", letter),
    }
    return render(request, "postkast/letter.html", context)


@require_POST
@staff_page("statebox.send")
def restart(request: HttpRequest, external_id: str) -> HttpResponse:
    """Retry a letter that the state mailbox could not deliver."""
    try:
        actions.restart(_get_letter(request, external_id), actor=Actor.of(request))
        messages.success(request, _("The state mailbox tries it again."))
    except PostkastError as error:
        messages.warning(request, error.message)
    return redirect("statebox_desk:letter", external_id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("statebox.send")
def write(request: HttpRequest, number: str) -> HttpResponse:
    """Write a letter about a case: choose the template, fill its placeholders, preview, send."""
    actor = Actor.of(request)
    case = get_case_or_404(number, actor)
    templates = list(queries.active_templates())
    template = _choose_template(templates, request.GET.get("mall", ""))
    context: dict[str, Any] = {
        "case": case, "templates": templates, "template": template, "is_connected": queries.is_connected(),
        "may_manage": actor.may("statebox.manage"),
    }  # fmt: skip
    if template is None or not context["is_connected"]:
        return render(request, "postkast/write.html", context)
    language = request.GET.get("keel", "")
    if language not in template.languages:
        language = case.language if case.language in template.languages else template.languages[0]
    form = LetterForm(case, template, language, _official_name(actor), posted(request))
    context |= {"form": form, "language": language}
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            context["preview"] = presenters.preview_letter(template, language, form.values())
            return render(request, "postkast/write.html", context)
        values = form.cleaned_data
        try:
            actions.send_letter(
                case, template=template, language=language, recipient=values["recipient"], code=values["code"],
                values=form.values(), files=list(values.get("files") or ()), actor=actor,
                idempotency_key=str(values["once"] or ""),
            )  # fmt: skip
        except PostkastError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("The letter is on its way. How far it has come stands on the case."))
            return redirect("cases_desk:case", case.number)
    return render(request, "postkast/write.html", context, status=422 if form.errors else 200)


def _choose_template(templates: list[Template], key: str) -> Template | None:
    """The requested template, or the only one."""
    if len(templates) == 1:
        return templates[0]
    return next((each for each in templates if str(each.pk) == key), None)


def _official_name(actor: Actor) -> str:
    return actor.user.display_name if isinstance(actor.user, User) else ""


def _get_letter(request: HttpRequest, external_id: str) -> Letter:
    return get_object_or_404(queries.visible_to(Actor.of(request)), external_id=external_id)


urlpatterns = [
    path("postkast/", index, name="letters"),
    path("postkast/kirjad/<uuid:external_id>/", detail, name="letter"),
    path("postkast/kirjad/<uuid:external_id>/uuesti/", restart, name="restart"),
    path("postkast/uus/<str:number>/", write, name="write"),
    *desk_setup.urlpatterns,
]
