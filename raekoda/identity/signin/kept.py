"""A form that was sent after its session had ended: what was typed waits here and stands in the form again after sign-in.

A refused form is kept, encrypted, and its browser gets a cookie that finds it. When the same person is back on the page
where the form stood, its fields are filled in as they were typed; where there is no such form any more, a page shows what
was typed and offers to send it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import lxml.html
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from raekoda.identity.persons.access import SESSION_KEY, resident_of, resident_page
from raekoda.identity.persons.models import Person, Session
from raekoda.identity.signin.actions import LAST_SESSION_KEY
from raekoda.identity.signin.models import KeptForm
from raekoda.platform.core import clock, ratelimit
from raekoda.platform.core.csrf import SHORT, had_files, typed
from raekoda.platform.core.secrets import Unreadable
from raekoda.platform.core.staff import page_to_return_to
from raekoda.platform.core.tenancy import current
from raekoda.platform.core.tokens import digest, new_token

COOKIE = "rk-kept"
KEPT = timedelta(hours=2)
MOST_FORMS, WINDOW_SECONDS = 30, 600
NEVER_FILLED = frozenset({"hidden", "password", "file", "submit", "button", "image", "reset"})
CHOICES = frozenset({"checkbox", "radio"})
Fields = list[tuple[str, str]]


class KeptFormMiddleware:
    """Keeps what strangers sent to residents' pages, and gives it back to them when they have signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and _was_sent_to_sign_in(request, response):
            return _keep(request, response)
        if COOKIE in request.COOKIES and hasattr(request, "municipality"):
            return _give_back(request, response)
        return response


def _was_sent_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    goal = response.get("Location") or response.get("HX-Redirect") or ""
    return urlsplit(goal).path == reverse("signin:choose") and resident_of(request) is None


def _keep(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    fields, person = typed(request, longest=None), whose(request)
    address = ratelimit.client_address(request)
    if not fields or person is None or not ratelimit.allow("signin-kept", address, MOST_FORMS, WINDOW_SECONDS):
        return response
    token = new_token()
    KeptForm.objects.create(
        municipality=current(), token_digest=digest(token), person=person, action=request.get_full_path()[:2000],
        page=page_to_return_to(request)[:2000], fields=json.dumps(fields), had_files=had_files(request),
        created_at=clock.now(),
    )  # fmt: skip
    response.set_cookie(
        COOKIE, token, max_age=int(KEPT.total_seconds()), httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def whose(request: HttpRequest) -> Person | None:
    """The person whose session it is, or was the last one in this browser."""
    key = request.session.get(SESSION_KEY) or request.session.get(LAST_SESSION_KEY)
    last = Session.objects.filter(pk=key).select_related("person").first() if isinstance(key, int) else None
    return last.person if last else None


def _give_back(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    kept = kept_for(request)
    if kept is None:
        if resident_of(request) is not None:
            response.delete_cookie(COOKIE)
        return response
    if request.method == "POST":
        if urlsplit(kept.action).path == request.path and response.status_code in (302, 204):
            kept.delete()
            response.delete_cookie(COOKIE)
        return response
    is_page = request.method == "GET" and response.status_code == 200 and request.get_full_path() == kept.page
    if not is_page or response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return response
    filled = refill(response.content.decode(response.charset), request, kept)
    if filled is None:
        KeptForm.objects.filter(pk=kept.pk).update(page="")
        return redirect("signin:kept")
    response.content = filled
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))
    return response


def kept_for(request: HttpRequest) -> KeptForm | None:
    """What this browser's signed-in person sent too late; another person's is deleted, not shown."""
    resident = resident_of(request)
    if resident is None:
        return None
    token = request.COOKIES.get(COOKIE, "")
    try:
        kept = KeptForm.objects.filter(token_digest=digest(token), created_at__gt=clock.now() - KEPT).first()
    except Unreadable:
        return None
    if kept is not None and kept.person_id != resident.person.pk:
        kept.delete()
        return None
    return kept


def refill(page: str, request: HttpRequest, kept: KeptForm) -> str | None:
    """The page with the form filled in as it was typed; None when it has no such form. What was a press of a button only
    is forgotten: the button is there to be pressed again."""
    document = lxml.html.document_fromstring(page)
    fields = fields_of(kept)
    for form in document.forms:
        goal = urlsplit(urljoin(kept.page, form.get("action") or kept.page))
        if form.method != "POST" or goal.path != urlsplit(kept.action).path:
            continue
        if _has_nothing_typed(form, fields):
            kept.delete()
            return page
        if not _fill(form, fields):
            continue
        notice = render_to_string("signin/refilled.html", {"had_files": kept.had_files}, request)
        form.insert(0, lxml.html.fragment_fromstring(notice))
        return lxml.html.tostring(document, doctype="<!doctype html>", encoding="unicode")
    return None


def fields_of(kept: KeptForm) -> Fields:
    """Names and values in the order in which they were sent."""
    return [(str(name), str(value)) for name, value in json.loads(kept.fields)]


def _has_nothing_typed(form: lxml.html.FormElement, fields: Fields) -> bool:
    """Whether all that was sent are buttons and hidden fields of the form."""
    silent = [each for each in form.iter("input") if each.get("type", "text").lower() in NEVER_FILLED]
    return {name for name, _value in fields} <= {each.get("name") for each in [*silent, *form.iter("button")]}


def _fill(form: lxml.html.FormElement, fields: Fields) -> bool:
    """Write the values into the form's elements; whether any of them has a place there."""
    left: dict[str, list[str]] = {}
    for name, value in fields:
        left.setdefault(name, []).append(value)
    elements = [each for each in form.iter("input", "textarea", "select") if each.get("name") in left]
    open_ones = [each for each in elements if each.get("type", "text").lower() not in NEVER_FILLED]
    for choice in form.iter("input"):
        if choice.get("type", "").lower() == "checkbox" and choice.get("name") not in left:
            choice.attrib.pop("checked", None)
    for element in open_ones:
        _write(element, left[element.get("name")])
    return bool(open_ones)


def _write(element: lxml.html.HtmlElement, values: list[str]) -> None:
    if element.tag == "select":
        for option in element.iter("option"):
            _mark(option, "selected", option.get("value", option.text or "") in values)
    elif element.get("type", "").lower() in CHOICES:
        _mark(element, "checked", element.get("value", "on") in values)
    else:
        value = values.pop(0) if len(values) > 1 else values[0]
        if element.tag == "textarea":
            element.text = f"\n{value}"
        else:
            element.set("value", value)


def _mark(element: lxml.html.HtmlElement, name: str, is_set: bool) -> None:
    if is_set:
        element.set(name, name)
    else:
        element.attrib.pop(name, None)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@resident_page
def kept_page(request: HttpRequest) -> HttpResponse:
    """What was typed, where the page of its form does not take it any more: to be looked over and sent again, or thrown
    away (a POST)."""
    kept = kept_for(request)
    if kept is None:
        return redirect("/")
    if request.method == "POST":
        kept.delete()
        return redirect(settings.RAEKODA_RESIDENT_HOME)
    fields = fields_of(kept)
    context = {
        "fields": fields,
        "long_fields": [(name, value) for name, value in fields if len(value) > SHORT or "\n" in value],
        "action": kept.action,
        "had_files": kept.had_files,
        "discard": reverse("signin:kept"),
    }
    return render(request, "403_csrf.html", context)
