"""Opening a case from a draft, once, however often it is sent."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from raekoda.casework.cases import queries
from raekoda.casework.cases.actions import CaseDraft, ContactData, open_case
from raekoda.casework.cases.models import Case, Channel
from raekoda.casework.cases.site.drafts import Draft, sent_token
from raekoda.casework.cases.site.forms import ContactForm
from raekoda.casework.cases.site.private_pages import private_response
from raekoda.identity.persons.access import get_resident
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current

SOURCE = "form"


def send(request: HttpRequest, draft: Draft, contact: ContactForm, **details: Any) -> Case:
    """Open the case of the draft; the same case when sent again. It belongs to the person for whom a signed-in resident acts.

    Raises ``CaseError``.
    """
    resident = get_resident(request)
    sent = CaseDraft(
        municipality=current(),
        text=draft.text,
        person=resident.subject if resident else None,
        channel=Channel.WEB,
        language=get_language() or "et",
        contact=contact_data(contact),
        files=draft.prepared_files(),
        external_source=SOURCE,
        external_id=draft.key,
        **details,
    )
    case = open_case(sent, resident.actor if resident else Actor.resident(getattr(request, "request_id", "")))
    draft.mark_sent(case.token)
    return case


def initial_contact(request: HttpRequest) -> dict[str, str]:
    """Initial values of the contact form for a signed-in resident; empty for others."""
    resident = get_resident(request)
    if resident is None:
        return {}
    return {"name": resident.person.name, "email": resident.person.email, "phone": resident.person.phone}


def contact_data(form: ContactForm) -> ContactData | None:
    """The contact as filled in, or None when nothing was."""
    if not form.is_given:
        return None
    return ContactData(*(form.cleaned_data[name] for name in ("name", "email", "phone")))


def done_view(flow_name: str) -> Any:
    """The view of the last screen: the number, the private link, what happens next."""

    @never_cache
    @require_safe
    def done(request: HttpRequest, key: str) -> HttpResponse:
        token = sent_token(request, key)
        case = queries.find_by_token(token) if token else None
        if case is None:
            raise Http404("Nothing was sent with this key in this session")
        return private_response(render(request, "cases/site/done.html", {"case": case, "flow_name": flow_name}))

    return done
