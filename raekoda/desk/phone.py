"""The phone desk: one screen for a call or a visit. Left what the person says, right what the city has said already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from raekoda.answers import queries as answers
from raekoda.answers.models import PublishedAnswer
from raekoda.cases import actions, queries
from raekoda.cases.desk.find import by_number
from raekoda.cases.errors import CaseRefused
from raekoda.cases.models import Case
from raekoda.core import journal
from raekoda.core.actor import Actor
from raekoda.core.tenancy import current
from raekoda.desk.phone_forms import PhoneForm
from raekoda.desk.phone_reply import keep_question, reply_for
from raekoda.people.access import staff_page
from raekoda.places.queries import search_addresses
from raekoda.search import queries as search
from raekoda.services import queries as services
from raekoda.services.models import Service

MOST_FOUND = 8
SEARCHED_CHARACTERS = 400
MOST_OF_CALLER = 5
SHORTEST_PHONE = 7
REPLY = "reply"


@dataclass(frozen=True)
class Found:
    """A service or a published answer that fits the caller's words."""

    title: SafeString
    snippet: SafeString
    url: str
    service: Service | None = None
    answer: PublishedAnswer | None = None


@staff_page("desk.phone")
def phone_desk(request: HttpRequest) -> HttpResponse:
    """The empty form; or, sent: register, register as answered, search, or put an answer into the form."""
    if request.method != "POST":
        return _page(request, PhoneForm(initial={"language": get_language()}), registered=_just_registered(request))
    doing = request.POST.get("do", "register")
    if doing == "search":
        return _page(request, _as_typed(request))
    if doing.startswith("use-"):
        return _page(request, _with_answer(request, doing.removeprefix("use-")))
    form = PhoneForm(request.POST, answered=doing == "answered")
    if form.is_valid():
        try:
            case = register(form, Actor.of(request))
        except CaseRefused as refusal:
            form.add_error(_field(refusal.field), refusal.message)
        else:
            keep_question(case, form.cleaned_data["text"], Actor.of(request))
            return redirect(f"{reverse('desk:phone')}?valmis={case.number}")
    return _page(request, form, status=422)


@transaction.atomic
def register(form: PhoneForm, by: Actor) -> Case:
    """Open the case and, when it was answered at once, close it with that answer. Raises ``CaseRefused``."""
    data = form.cleaned_data
    place = form.place()
    kind = form.chosen_kind(has_place=bool(place or data["asset"] or (data["service"] and data["service"].needs_place)))
    case = actions.open_case(
        municipality=current(),
        kind=kind,
        text=data["text"],
        by=by,
        channel=data["channel"],
        service=data["service"],
        language=data["language"],
        point=place.point if place else None,
        address=place.text if place else data["address"],
        asset=data["asset"],
        contact=actions.ContactData(name=data["name"], email=data["email"], phone=data["phone"]),
    )
    if form.answered:
        actions.answer_on_the_spot(case, text=data["answer"], by=by)
    return case


def _page(request: HttpRequest, form: PhoneForm, *, registered: Case | None = None, status: int = 200) -> HttpResponse:
    words = str(form["text"].value() or "")
    context: dict[str, Any] = {
        "form": form,
        "found": found_for(words),
        "reply": reply_for(words),
        "words": words,
        "registered": registered,
    }
    if registered is not None and not registered.is_open:
        context["answered"] = True
    return render(request, "desk/phone.html", context, status=status)


def _just_registered(request: HttpRequest) -> Case | None:
    return by_number(request.GET.get("valmis", ""), Actor.of(request))


def _as_typed(request: HttpRequest) -> PhoneForm:
    """The form as it was sent, without complaints."""
    return PhoneForm(initial=request.POST.dict())


def _with_answer(request: HttpRequest, key: str) -> PhoneForm:
    typed = request.POST.dict()
    text = _answer_text(key, str(typed.get("text", "")))
    if not text:
        messages.error(request, _("That answer is not published any more."))
    else:
        typed["answer"] = "\n\n".join(part for part in (str(typed.get("answer", "")).strip(), text) if part)
    return PhoneForm(initial=typed)


def _answer_text(key: str, words: str) -> str:
    """The text of the assistant's reply to ``words``, or of a published answer; "" when there is none."""
    if key == REPLY:
        reply = reply_for(words)
        return reply.text if reply else ""
    answer = answers.public().filter(pk=int(key)).first() if key.isdigit() and len(key) < 19 else None
    return answer.answer if answer else ""


def _field(name: str) -> str | None:
    return {"point": "address", "contact": "email"}.get(name, name if name in PhoneForm.base_fields else None)


def found_for(words: str) -> list[Found]:
    """Services and published answers that fit, best first, with what the operator reads out."""
    words = words.replace("\x00", "").strip()[:SEARCHED_CHARACTERS]
    if len(words) < 3:
        return []
    hits = search.search(words, get_language() or "et", kinds=["service", "answer"], limit=MOST_FOUND).hits
    keys = {kind: [int(hit.key) for hit in hits if hit.kind == kind] for kind in ("service", "answer")}
    known_services = services.published().prefetch_related("channels").in_bulk(keys["service"])
    known_answers = answers.public().select_related("unit").in_bulk(keys["answer"])
    found = [
        Found(hit.marked_title, hit.snippet, hit.url,
              known_services.get(int(hit.key)) if hit.kind == "service" else None,
              known_answers.get(int(hit.key)) if hit.kind == "answer" else None)
        for hit in hits
    ]  # fmt: skip
    return [each for each in found if each.service or each.answer]


@require_POST
@staff_page("desk.phone")
def phone_search(request: HttpRequest) -> HttpResponse:
    """What fits the words in the form, as a fragment. By POST: callers' words stay out of addresses and logs."""
    words = request.POST.get("text", "")
    return render(request, "desk/phone_found.html", {"found": found_for(words), "words": words})


@require_POST
@staff_page("desk.phone")
def caller(request: HttpRequest) -> HttpResponse:
    """Open cases of the same phone or e-mail, as a fragment; showing any is written into the journal."""
    by = Actor.of(request)
    cases = cases_of(request.POST.get("phone", ""), request.POST.get("email", ""), by)
    if cases:
        journal.record("desk.see_caller", None, by, cases=[case.pk for case in cases])
    return render(request, "desk/phone_caller.html", {"cases": cases})


def cases_of(phone: str, email: str, by: Actor) -> list[Case]:
    """The newest open cases sent from this phone or e-mail, of those ``by`` may see."""
    phone, email = phone.replace("\x00", "").strip(), email.replace("\x00", "").strip()
    same = Q()
    if "@" in email:
        same |= Q(contact__email__iexact=email)
    if sum(each.isdigit() for each in phone) >= SHORTEST_PHONE:
        same |= Q(contact__phone__in={phone, phone.replace(" ", ""), phone.removeprefix("+372").strip()})
    if not same:
        return []
    return list(queries.visible_to(by).filter(same, closed_at__isnull=True).order_by("-id")[:MOST_OF_CALLER])


@require_safe
@staff_page("desk.phone")
def service_suggestions(request: HttpRequest) -> JsonResponse:
    """Services that fit ``?q=`` while typing, by their name or residents' own words."""
    text = request.GET.get("q", "").replace("\x00", "")[:200]
    hits = search.suggest(text, get_language() or "et", limit=8, kinds=["service"])
    return JsonResponse({"suggestions": [{"text": hit.title} for hit in hits]})


@require_safe
@staff_page("desk.phone")
def address_suggestions(request: HttpRequest) -> JsonResponse:
    """Addresses that fit ``?q=`` while typing."""
    hits = search_addresses(request.GET.get("q", "").replace("\x00", ""))
    return JsonResponse({"suggestions": [{"text": hit.text} for hit in hits]})
