"""The state of search by meaning: the active model, one being filled, and the progress of vectors."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current
from raekoda.platform.search.models import Document
from raekoda.platform.search.tasks import start_embedding
from raekoda.platform.search.vectors import progress


@require_safe
@staff_page("desk.see_search")
def search_state(request: HttpRequest) -> HttpResponse:
    """The page; for htmx requests only its figures."""
    template = "desk/search_figures.html" if request.headers.get("HX-Request") else "desk/search_state.html"
    return render(request, template, _context(Actor.of(request)))


@require_POST
@staff_page("desk.start_embedding")
def start(request: HttpRequest) -> HttpResponse:
    """Start the job now."""
    if start_embedding():
        messages.success(request, _("Begun. The page shows how far it is."))
    else:
        messages.info(request, _("It is under way already."))
    return redirect("desk:search_state")


def _context(actor: Actor) -> dict[str, Any]:
    models = progress(current())
    documents = Document.objects.values_list("kind").annotate(count=Count("pk")).order_by("kind")
    return {
        "models": models,
        "is_under_way": any(model.done < model.total for model in models),
        "documents": [(_names()[kind], count) for kind, count in documents],
        "may_start": actor.may("desk.start_embedding"),
    }


def _names() -> dict[str, str]:
    return {
        Document.Kind.SERVICE: _("Services"),
        Document.Kind.ANSWER: _("Answers"),
        Document.Kind.PAGE: _("Pages of text"),
        Document.Kind.NEWS: _("News"),
    }
