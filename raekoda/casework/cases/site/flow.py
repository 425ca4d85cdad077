"""The first screen of a report and of a question: text and files, saved as a draft at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from raekoda.casework.cases.site import antispam
from raekoda.casework.cases.site.drafts import Draft, sent_token
from raekoda.platform.core.files import serve
from raekoda.platform.core.numbers import whole
from raekoda.platform.core.uploads import Prepare, bounded_uploads, no_room, prepare_all

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Flow:
    """One kind of submission: its forms, its screens, and its file types."""

    name: str
    first_form: type[antispam.GuardedForm]
    text_form: type[forms.Form]
    template: str
    next_step: str
    steps: int
    prepare: Prepare
    initial_data: Callable[[HttpRequest], dict[str, Any]]
    choose_step: Callable[[Draft], str] | None = None
    context: Callable[[HttpRequest, Draft | None], dict[str, Any]] = lambda request, draft: {}

    def url(self, step: str, *args: str) -> str:
        return reverse(f"cases:{self.name}_{step}" if step else f"cases:{self.name}", args=args)


def with_draft(name: str) -> Callable[[View], View]:
    """Passes the draft to the view. A sent draft redirects to its case, a missing one to a new start with a message."""

    def decorate(view: View) -> View:
        @never_cache
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def found(request: HttpRequest, key: str) -> HttpResponseBase:
            if sent_token(request, key):
                return redirect(f"cases:{name}_done", key)
            try:
                draft = Draft.find(request, key)
            except Http404:
                messages.warning(
                    request,
                    _(
                        "The visit had ended and the earlier steps are no longer here. Please begin again: what this browser "
                        "still remembers is put back."
                    ),
                )
                return redirect(f"cases:{name}")
            return view(request, draft)

        return found

    return decorate


def start_view(flow: Flow) -> View:
    """The view of the first screen, before there is a draft."""

    @bounded_uploads
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def start(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return _page(request, flow, flow.first_form(initial=_initial(request)))
        form = flow.first_form(request.POST, request.FILES)
        if not antispam.is_within_limit("begin", request):
            form.add_error(None, antispam.limit_message())
            return _page(request, flow, form, status=429)
        form.is_valid()
        if form.non_field_errors():
            return _page(request, flow, form)
        return _save(request, flow, Draft.new(request, flow=flow.name, **flow.initial_data(request)), form)

    return start


def text_view(flow: Flow) -> View:
    """The view of the first screen for an existing draft: change the text, add and remove files."""

    @bounded_uploads
    @with_draft(flow.name)
    def edit(request: HttpRequest, draft: Draft) -> HttpResponse:
        if request.method != "POST":
            return _page(request, flow, flow.text_form(initial={"text": draft.text}), draft)
        form = flow.text_form(request.POST, request.FILES)
        form.is_valid()
        return _save(request, flow, draft, form)

    return edit


@require_safe
def draft_photo(request: HttpRequest, key: str, number: int) -> FileResponse:
    """The thumbnail of a draft's photo, for the visitor whose draft it is."""
    draft = Draft.find(request, key)
    if number >= len(draft.photos) or not draft.photos[number]["thumbnail"]:
        raise Http404("No such photo")
    return serve(default_storage.open(draft.photos[number]["thumbnail"]), name="foto.jpg", content_type="image/jpeg")


def _initial(request: HttpRequest) -> dict[str, str]:
    return {"text": request.GET.get("text", "")[:500]}


def _save(request: HttpRequest, flow: Flow, draft: Draft, form: forms.Form) -> HttpResponse:
    """Save the valid parts of the form to the draft; go on to the next step when there are no errors."""
    prepared, problems = prepare_all(request, form.cleaned_data.get("photos") or [], flow.prepare)
    left_out = draft.add_photos(prepared, settings.RAEKODA_MAX_PHOTOS)
    if "text" in form.cleaned_data:
        draft.update(text=form.cleaned_data["text"])
    for problem in problems + ([no_room(left_out)] if left_out else []):
        form.add_error("photos", problem)
    if (number := whole(request.POST.get("remove"))) is not None:
        draft.remove_photo(number)
        return redirect(flow.url("words", draft.key))
    if form.errors:
        return _page(request, flow, form, draft)
    step = flow.choose_step(draft) if flow.choose_step else flow.next_step
    return redirect(flow.url(step, draft.key))


def _page(
    request: HttpRequest, flow: Flow, form: forms.Form, draft: Draft | None = None, status: int = 200
) -> HttpResponse:
    action = flow.url("words", draft.key) if draft else request.get_full_path()
    context = {"form": form, "draft": draft, "flow": flow, "action": action, **flow.context(request, draft)}
    return render(request, flow.template, context, status=status)
