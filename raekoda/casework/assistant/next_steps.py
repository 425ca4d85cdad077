"""Next steps after an answer: channels of the service, its report form, else contacts of the municipality."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.casework.assistant.replies import NextStep
from raekoda.platform.core.models import Municipality
from raekoda.registry.services.models import Channel, Service
from raekoda.registry.services.pages import ONLINE_CHANNELS
from raekoda.registry.services.publishing import service_path
from raekoda.registry.services.rules import channel_href, readable_link
from raekoda.registry.services.texts import written

MOST_STEPS = 5
PHONE, EMAIL = Channel.Kind.PHONE, Channel.Kind.EMAIL


def service_steps(service: Service, language: str) -> list[NextStep]:
    """Next steps of a service, each kind once: apply online, report, phone, e-mail, its page."""
    with override(language):
        found: dict[str, NextStep] = {}
        for channel in service.channels.all():
            if (step := _step_for_channel(channel, language)) is not None:
                found.setdefault(step.kind, step)
        if service.takes_reports:
            found["report"] = NextStep(
                "report", _("Report a problem"), f"{reverse('cases:report')}?{urlencode({'teenus': service.slug})}"
            )
        found["page"] = NextStep("page", written(service, "name", language).words, service_path(service, language))
        return [found[kind] for kind in ("apply", "report", "phone", "email", "page") if kind in found][:MOST_STEPS]


def contact_steps(municipality: Municipality) -> list[NextStep]:
    """The municipality's own phone and e-mail, for a question that no service answers."""
    given = ((PHONE, municipality.phone), (EMAIL, municipality.email))
    return [NextStep(kind.value, link, href) for kind, link in given if link and (href := channel_href(kind, link))]


def _step_for_channel(channel: Channel, language: str) -> NextStep | None:
    href = channel_href(channel.kind, channel.link)
    if not href:
        return None
    if channel.kind in ONLINE_CHANNELS:
        return NextStep("apply", written(channel, "name", language).words or _("Apply online"), href)
    if channel.kind in (PHONE, EMAIL):
        return NextStep(channel.kind, readable_link(channel.link), href)
    return None
