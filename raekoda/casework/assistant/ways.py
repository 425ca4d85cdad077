"""How to go on from an answer: the service's own channels in the register, its form, else the municipality's contacts."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.casework.assistant.replies import Way
from raekoda.platform.core.models import Municipality
from raekoda.registry.services.models import Channel, Service
from raekoda.registry.services.pages import ONLINE_CHANNELS
from raekoda.registry.services.publishing import service_path
from raekoda.registry.services.rules import channel_href, readable_link
from raekoda.registry.services.texts import written

MOST_WAYS = 5
PHONE, EMAIL = Channel.Kind.PHONE, Channel.Kind.EMAIL


def ways_of(service: Service, language: str) -> list[Way]:
    """The ways the register gives for a service, each kind once: apply online, report by the form, phone, e-mail, its page."""
    with override(language):
        found: dict[str, Way] = {}
        for channel in service.channels.all():
            if (way := _of_channel(channel, language)) is not None:
                found.setdefault(way.kind, way)
        if service.takes_reports:
            found["report"] = Way(
                "report", _("Report a problem"), f"{reverse('cases:report')}?{urlencode({'teenus': service.slug})}"
            )
        found["page"] = Way("page", written(service, "name", language).words, service_path(service, language))
        return [found[kind] for kind in ("apply", "report", "phone", "email", "page") if kind in found][:MOST_WAYS]


def ways_to(municipality: Municipality) -> list[Way]:
    """The municipality's own phone and e-mail, for a question that no service answers."""
    given = ((PHONE, municipality.phone), (EMAIL, municipality.email))
    return [Way(kind.value, link, href) for kind, link in given if link and (href := channel_href(kind, link))]


def _of_channel(channel: Channel, language: str) -> Way | None:
    href = channel_href(channel.kind, channel.link)
    if not href:
        return None
    if channel.kind in ONLINE_CHANNELS:
        return Way("apply", written(channel, "name", language).words or _("Apply online"), href)
    if channel.kind in (PHONE, EMAIL):
        return Way(channel.kind, readable_link(channel.link), href)
    return None
