"""Presenters of the public pages, with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raekoda.platform.core.registry import Registry
from raekoda.registry.services import queries, rules, texts
from raekoda.registry.services.classifiers import BUSINESS_EVENTS, ChannelKind, LifeEvent, Payment
from raekoda.registry.services.models import Channel, Service, Topic
from raekoda.registry.services.texts import Text, written

ONLINE_CHANNELS = (ChannelKind.E_SERVICE, ChannelKind.EESTI, ChannelKind.APP, ChannelKind.WEB)
TRANSLATED_FIELDS = (
    "name",
    "summary",
    "description",
    "audience",
    "how_to",
    "requirements",
    "evidence",
    "outcome",
    "fee",
    "duration",
    "place",
    "contact",
)
CHANNEL_ICONS = {
    ChannelKind.E_SERVICE: "monitor-check",
    ChannelKind.EESTI: "monitor-check",
    ChannelKind.WEB: "globe",
    ChannelKind.SOCIAL: "message-circle",
    ChannelKind.APP: "smartphone",
    ChannelKind.TELEVISION: "tv",
    ChannelKind.EMAIL: "mail",
    ChannelKind.PHONE: "phone",
    ChannelKind.FAX: "printer",
    ChannelKind.POST: "mailbox",
    ChannelKind.SMS: "message-square",
    ChannelKind.COUNTER: "landmark",
    ChannelKind.HOME: "house",
    ChannelKind.PARTNER: "handshake",
}
Block = Callable[[HttpRequest, Service | Topic], SafeString]
"""``block(request, service_or_topic)`` returns HTML that starts with an ``<h2>``, or "" for nothing, in one query."""
page_blocks: Registry[Block] = Registry(f"{__name__}.page_blocks", Block, "Parts of the page of a service or a topic")


def render_blocks(request: HttpRequest, subject: Service | Topic) -> list[SafeString]:
    """HTML of the blocks that other apps add to the page of ``subject``."""
    return [html for block in page_blocks if (html := block(request, subject))]


@dataclass(frozen=True)
class ChannelPresenter:
    """A channel in one language."""

    label: str
    name: Text
    link: str
    href: str
    icon: str
    opening_hours: Text
    is_online: bool

    @classmethod
    def of(cls, channel: Channel, language: str) -> ChannelPresenter:
        return cls(
            label=str(ChannelKind(channel.kind).label),
            name=written(channel, "name", language),
            link=channel.link,
            href=rules.channel_href(channel.kind, channel.link),
            icon=CHANNEL_ICONS.get(ChannelKind(channel.kind), "circle"),
            opening_hours=written(channel, "opening_hours", language),
            is_online=channel.kind in ONLINE_CHANNELS,
        )

    @property
    def display_link(self) -> str:
        """The link for display: numbers and addresses in full, web addresses by their host."""
        return rules.readable_link(self.link)


@dataclass
class ServicePresenter:
    """A service in one language."""

    service: Service
    language: str
    text: dict[str, Text] = field(init=False)

    def __post_init__(self) -> None:
        self.text = {name: written(self.service, name, self.language) for name in TRANSLATED_FIELDS}

    @property
    def is_partly_foreign(self) -> bool:
        return any(text.is_foreign for text in self.text.values())

    @cached_property
    def channels(self) -> list[ChannelPresenter]:
        return [ChannelPresenter.of(channel, self.language) for channel in self.service.channels.all()]

    @property
    def online(self) -> ChannelPresenter | None:
        """The first online channel with a link, for the page's main button."""
        return next((channel for channel in self.channels if channel.is_online and channel.href), None)

    @property
    def cost(self) -> Text:
        """The text of the cost, otherwise the kind of payment and the amount."""
        if self.text["fee"]:
            return self.text["fee"]
        service = self.service
        label = str(Payment(service.payment).label).capitalize() if service.payment else ""
        amount = _("%(amount)s €") % {"amount": _decimal(service.fee_amount)} if service.fee_amount else ""
        return Text(", ".join(part for part in (label, amount) if part), self.language, self.language)

    @property
    def duration(self) -> Text:
        """The text of the duration, otherwise the longest processing time."""
        if self.text["duration"]:
            return self.text["duration"]
        days = self.service.processing_days
        text = ngettext("up to %(days)d day", "up to %(days)d days", days) % {"days": days} if days else ""
        return Text(text, self.language, self.language)

    @property
    def provider(self) -> str:
        """The provider: the agency or partner by name, otherwise the owning unit."""
        service = self.service
        return service.provider_name or (service.unit.name if service.unit else "")

    @cached_property
    def topics(self) -> list[tuple[str, Text]]:
        return [(topic.slug, written(topic, "name", self.language)) for topic in self.service.topics.all()]

    @cached_property
    def related(self) -> list[ServiceRow]:
        return [ServiceRow.of(service, self.language) for service in self.service.related.all() if service.live]

    @property
    def service_languages(self) -> str:
        names = dict(Service._meta.get_field("languages").base_field.flatchoices)
        return ", ".join(str(names[code]) for code in self.service.languages if code in names)


@dataclass(frozen=True)
class ServiceRow:
    """A service in a list."""

    pk: int
    slug: str
    name: Text
    summary: Text
    life_events: tuple[str, ...] = ()
    is_popular: bool = False

    @classmethod
    def of(cls, service: Service, language: str) -> ServiceRow:
        return cls(
            pk=service.pk,
            slug=service.slug,
            name=written(service, "name", language),
            summary=written(service, "summary", language),
            life_events=tuple(service.life_events),
            is_popular=service.is_popular,
        )


@dataclass(frozen=True)
class Group:
    """Services under one heading."""

    title: str
    lang: str
    slug: str
    icon: str
    description: str
    lines: list[ServiceRow]


ROW_FIELDS = (
    "slug",
    "life_events",
    "is_popular",
    "live",
    "name_et",
    "name_en",
    "name_ru",
    "summary_et",
    "summary_en",
    "summary_ru",
)


def present_services(services: Iterable[Service], language: str) -> list[ServiceRow]:
    """Rows of ``services`` in the alphabetical order of ``language``."""
    found = [ServiceRow.of(service, language) for service in services]
    return sorted(found, key=lambda line: texts.alphabet_key(line.name.words, language))


def all_services(language: str) -> list[ServiceRow]:
    """Every public service of the municipality, one query."""
    return present_services(queries.published().only(*ROW_FIELDS), language)


def by_letter(language: str) -> list[Group]:
    """Groups by first letter."""
    grouped = groupby(all_services(language), key=lambda line: texts.first_letter(line.name.words))
    return [Group(letter, "", _anchor(letter), "", "", list(found)) for letter, found in grouped]


def by_life_event(language: str, *, business: bool | None = None) -> list[Group]:
    """Groups by life event (``business``: of a company), in the order of the classifier."""
    found = all_services(language)
    events = [event for event in LifeEvent if business is None or (event in BUSINESS_EVENTS) == business]
    groups = (
        Group(
            str(event.label),
            "",
            event.value.replace("_", "-"),
            "",
            "",
            [row for row in found if event in row.life_events],
        )
        for event in events
    )
    return [group for group in groups if group.lines]


def by_topic(language: str) -> list[Group]:
    """Groups by first-level topic, including services of its subtopics; three queries."""
    found = {line.pk: line for line in all_services(language)}
    topics = list(Topic.objects.order_by("order", "pk"))
    parent = {topic.pk: topic.parent_id or topic.pk for topic in topics}
    members: dict[int, set[int]] = {}
    links = Service.topics.through.objects.filter(service__in=queries.published())
    for service_id, topic_id in links.values_list("service_id", "topic_id"):
        if service_id in found and topic_id in parent:
            members.setdefault(parent[topic_id], set()).add(service_id)
    groups = []
    for topic in topics:
        if topic.parent_id is None and topic.pk in members:
            name = written(topic, "name", language)
            own = [line for pk, line in found.items() if pk in members[topic.pk]]
            description = written(topic, "description", language)
            groups.append(Group(name.words, name.lang, topic.slug, topic.icon, description.words, own))
    return groups


def _anchor(letter: str) -> str:
    return f"taht-{ord(letter):x}"


def _decimal(value: Any) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
