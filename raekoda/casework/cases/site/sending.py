"""A draft becomes a case, once, however often it is sent."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from raekoda.casework.cases import queries
from raekoda.casework.cases.actions import CaseDraft, ContactData, open_case
from raekoda.casework.cases.forms_site import ContactForm
from raekoda.casework.cases.models import Case, Channel
from raekoda.casework.cases.site.drafts import Draft, sent_token
from raekoda.casework.cases.site.private import kept_private
from raekoda.identity.persons.access import get_resident
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current

SOURCE = "form"


def send(request: HttpRequest, draft: Draft, contact: ContactForm, **details: Any) -> Case:
    """Open the draft's case; sent again it is the same case. It belongs to whom the signed-in resident acts for, if any.

    Raises ``CaseError`` in words for people.
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
    draft.becomes(case.token)
    return case


def known_contact(request: HttpRequest) -> dict[str, str]:
    """What the contact form is filled with for a signed-in resident; nothing for others."""
    resident = get_resident(request)
    if resident is None:
        return {}
    return {"name": resident.person.name, "email": resident.person.email, "phone": resident.person.phone}


def contact_data(form: ContactForm) -> ContactData | None:
    """The contact as filled in, or None when nothing was."""
    if not form.is_given:
        return None
    return ContactData(*(form.cleaned_data[name] for name in ("name", "email", "phone")))


def done_screen(flow_name: str) -> Any:
    """The view of the last screen: the number, the private link, what happens next."""

    @never_cache
    @require_safe
    def done(request: HttpRequest, key: str) -> HttpResponse:
        token = sent_token(request, key)
        case = queries.by_token(token) if token else None
        if case is None:
            raise Http404("Nothing was sent with this key in this session")
        return kept_private(render(request, "cases/site/done.html", {"case": case, "flow_name": flow_name}))

    return done
