"""Pending forms: a form sent after its session had ended is saved and restored after sign-in.

Its fields are stored encrypted, and a cookie identifies it. When the same person returns to the page, the form is
filled in again; when the page no longer has the form, a page shows the fields and offers to send them.
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

from raekoda.identity.persons.access import SESSION_KEY, get_resident, resident_page
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
LIFETIME = timedelta(hours=2)
MAX_FORMS, WINDOW_SECONDS = 30, 600
NEVER_FILLED = frozenset({"hidden", "password", "file", "submit", "button", "image", "reset"})
CHOICES = frozenset({"checkbox", "radio"})
Fields = list[tuple[str, str]]


class PendingFormMiddleware:
    """Saves forms that were redirected to sign-in, and restores them afterwards."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and _was_sent_to_sign_in(request, response):
            return _store(request, response)
        if COOKIE in request.COOKIES and hasattr(request, "municipality"):
            return _restore(request, response)
        return response


def _was_sent_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    goal = response.get("Location") or response.get("HX-Redirect") or ""
    return urlsplit(goal).path == reverse("signin:choose") and get_resident(request) is None


def _store(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    fields, person = typed(request, longest=None), get_last_person(request)
    address = ratelimit.client_address(request)
    if not fields or person is None or not ratelimit.allow("signin-kept", address, MAX_FORMS, WINDOW_SECONDS):
        return response
    token = new_token()
    KeptForm.objects.create(
        municipality=current(), token_digest=digest(token), person=person, action=request.get_full_path()[:2000],
        page=page_to_return_to(request)[:2000], fields=json.dumps(fields), had_files=had_files(request),
        created_at=clock.now(),
    )  # fmt: skip
    response.set_cookie(
        COOKIE, token, max_age=int(LIFETIME.total_seconds()), httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def get_last_person(request: HttpRequest) -> Person | None:
    """The person of the current or of the last session in this browser."""
    key = request.session.get(SESSION_KEY) or request.session.get(LAST_SESSION_KEY)
    last = Session.objects.filter(pk=key).select_related("person").first() if isinstance(key, int) else None
    return last.person if last else None


def _restore(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    pending = get_pending_form(request)
    if pending is None:
        if get_resident(request) is not None:
            response.delete_cookie(COOKIE)
        return response
    if request.method == "POST":
        if urlsplit(pending.action).path == request.path and response.status_code in (302, 204):
            pending.delete()
            response.delete_cookie(COOKIE)
        return response
    is_page = request.method == "GET" and response.status_code == 200 and request.get_full_path() == pending.page
    if not is_page or response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return response
    filled = refill(response.content.decode(response.charset), request, pending)
    if filled is None:
        KeptForm.objects.filter(pk=pending.pk).update(page="")
        return redirect("signin:kept")
    response.content = filled
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))
    return response


def get_pending_form(request: HttpRequest) -> KeptForm | None:
    """The pending form of the signed-in person; a form of another person is deleted."""
    resident = get_resident(request)
    if resident is None:
        return None
    token = request.COOKIES.get(COOKIE, "")
    try:
        pending = KeptForm.objects.filter(token_digest=digest(token), created_at__gt=clock.now() - LIFETIME).first()
    except Unreadable:
        return None
    if pending is not None and pending.person_id != resident.person.pk:
        pending.delete()
        return None
    return pending


def refill(page: str, request: HttpRequest, pending: KeptForm) -> str | None:
    """The page with the form filled in; None when it has no such form. A form without typed fields is deleted and the
    page returned unchanged."""
    document = lxml.html.document_fromstring(page)
    fields = get_fields(pending)
    for form in document.forms:
        goal = urlsplit(urljoin(pending.page, form.get("action") or pending.page))
        if form.method != "POST" or goal.path != urlsplit(pending.action).path:
            continue
        if _has_nothing_typed(form, fields):
            pending.delete()
            return page
        if not _fill(form, fields):
            continue
        notice = render_to_string("signin/refilled.html", {"had_files": pending.had_files}, request)
        form.insert(0, lxml.html.fragment_fromstring(notice))
        return lxml.html.tostring(document, doctype="<!doctype html>", encoding="unicode")
    return None


def get_fields(pending: KeptForm) -> Fields:
    """Names and values of the fields, in their order."""
    return [(str(name), str(value)) for name, value in json.loads(pending.fields)]


def _has_nothing_typed(form: lxml.html.FormElement, fields: Fields) -> bool:
    """Whether only buttons and hidden fields were sent."""
    silent = [each for each in form.iter("input") if each.get("type", "text").lower() in NEVER_FILLED]
    return {name for name, _value in fields} <= {each.get("name") for each in [*silent, *form.iter("button")]}


def _fill(form: lxml.html.FormElement, fields: Fields) -> bool:
    """Fill in the form's elements; False when none of the fields exists there."""
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
def pending_form(request: HttpRequest) -> HttpResponse:
    """Page of a pending form that cannot be restored: send it again, or delete it (POST)."""
    pending = get_pending_form(request)
    if pending is None:
        return redirect("/")
    if request.method == "POST":
        pending.delete()
        return redirect(settings.RAEKODA_RESIDENT_HOME)
    fields = get_fields(pending)
    context = {
        "fields": fields,
        "long_fields": [(name, value) for name, value in fields if len(value) > SHORT or "\n" in value],
        "action": pending.action,
        "had_files": pending.had_files,
        "discard": reverse("signin:kept"),
    }
    return render(request, "403_csrf.html", context)
