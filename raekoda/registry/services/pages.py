"""What the public pages show, gathered in few queries."""

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

ONLINE = (ChannelKind.E_SERVICE, ChannelKind.EESTI, ChannelKind.APP, ChannelKind.WEB)
TRANSLATED = (
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
"""``block(request, service_or_topic)`` gives HTML that starts with an ``<h2>``, or "" for nothing, in one query."""
page_blocks: Registry[Block] = Registry(f"{__name__}.page_blocks", Block, "Parts of the page of a service or a topic")


def blocks_of(request: HttpRequest, subject: Service | Topic) -> list[SafeString]:
    """The parts that rooms above add to the page of ``subject``."""
    return [html for block in page_blocks if (html := block(request, subject))]


@dataclass(frozen=True)
class Way:
    """A channel as the page shows it."""

    label: str
    name: Text
    link: str
    href: str
    icon: str
    opening_hours: Text
    is_online: bool

    @classmethod
    def of(cls, channel: Channel, language: str) -> Way:
        return cls(
            label=str(ChannelKind(channel.kind).label),
            name=written(channel, "name", language),
            link=channel.link,
            href=rules.channel_href(channel.kind, channel.link),
            icon=CHANNEL_ICONS.get(ChannelKind(channel.kind), "circle"),
            opening_hours=written(channel, "opening_hours", language),
            is_online=channel.kind in ONLINE,
        )

    @property
    def shown_link(self) -> str:
        """The link as people read it: numbers and addresses whole, web addresses by their host."""
        return rules.readable_link(self.link)


@dataclass
class ServicePage:
    """A service in one language, ready to be shown."""

    service: Service
    language: str
    text: dict[str, Text] = field(init=False)

    def __post_init__(self) -> None:
        self.text = {name: written(self.service, name, self.language) for name in TRANSLATED}

    @property
    def is_partly_foreign(self) -> bool:
        return any(text.is_foreign for text in self.text.values())

    @cached_property
    def ways(self) -> list[Way]:
        return [Way.of(channel, self.language) for channel in self.service.channels.all()]

    @property
    def online(self) -> Way | None:
        """The first online channel that can be opened: the page's main button."""
        return next((way for way in self.ways if way.is_online and way.href), None)

    @property
    def cost(self) -> Text:
        """The cost in words, else made of the kind of payment and the amount."""
        if self.text["fee"]:
            return self.text["fee"]
        service = self.service
        label = str(Payment(service.payment).label).capitalize() if service.payment else ""
        amount = _("%(amount)s €") % {"amount": _decimal(service.fee_amount)} if service.fee_amount else ""
        return Text(", ".join(part for part in (label, amount) if part), self.language, self.language)

    @property
    def duration(self) -> Text:
        """How long it takes in words, else made of the longest processing time."""
        if self.text["duration"]:
            return self.text["duration"]
        days = self.service.processing_days
        words = ngettext("up to %(days)d day", "up to %(days)d days", days) % {"days": days} if days else ""
        return Text(words, self.language, self.language)

    @property
    def provider(self) -> str:
        """Who provides it: the agency or partner by name, else the owning unit."""
        service = self.service
        return service.provider_name or (service.unit.name if service.unit else "")

    @cached_property
    def topics(self) -> list[tuple[str, Text]]:
        return [(topic.slug, written(topic, "name", self.language)) for topic in self.service.topics.all()]

    @cached_property
    def related(self) -> list[Line]:
        return [Line.of(service, self.language) for service in self.service.related.all() if service.live]

    @property
    def service_languages(self) -> str:
        names = dict(Service._meta.get_field("languages").base_field.flatchoices)
        return ", ".join(str(names[code]) for code in self.service.languages if code in names)


@dataclass(frozen=True)
class Line:
    """A service in a list."""

    pk: int
    slug: str
    name: Text
    summary: Text
    life_events: tuple[str, ...] = ()
    is_popular: bool = False

    @classmethod
    def of(cls, service: Service, language: str) -> Line:
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
    lines: list[Line]


LINE_FIELDS = (
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


def lines_of(services: Iterable[Service], language: str) -> list[Line]:
    """Lines by the alphabet of ``language``."""
    found = [Line.of(service, language) for service in services]
    return sorted(found, key=lambda line: texts.alphabet_key(line.name.words, language))


def all_lines(language: str) -> list[Line]:
    """Every public service of the municipality, one query."""
    return lines_of(queries.published().only(*LINE_FIELDS), language)


def by_letter(language: str) -> list[Group]:
    """A–Z."""
    grouped = groupby(all_lines(language), key=lambda line: texts.first_letter(line.name.words))
    return [Group(letter, "", _anchor(letter), "", "", list(found)) for letter, found in grouped]


def by_life_event(language: str, *, business: bool | None = None) -> list[Group]:
    """By what happened in a person's life (or, ``business``, in a firm's), in the order of the classifier."""
    found = all_lines(language)
    events = [event for event in LifeEvent if business is None or (event in BUSINESS_EVENTS) == business]
    groups = (
        Group(str(event.label), "", event.value.replace("_", "-"), "", "", [x for x in found if event in x.life_events])
        for event in events
    )
    return [group for group in groups if group.lines]


def by_topic(language: str) -> list[Group]:
    """By first-level topic, services of the topics under it included; three queries, however many services."""
    found = {line.pk: line for line in all_lines(language)}
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
