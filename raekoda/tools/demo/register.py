"""The demo's places, services, routing and templates."""

from __future__ import annotations

from typing import Any

from shapely.geometry import MultiPoint, Polygon, mapping
from shapely.ops import voronoi_diagram

from raekoda.casework.cases.models import AnswerTemplate, Kind, RoutingRule
from raekoda.identity.accounts.models import Unit
from raekoda.identity.places.actions import import_addresses
from raekoda.identity.places.address_files import AddressRow
from raekoda.identity.places.models import Address, Area
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import Municipality
from raekoda.registry.services import actions
from raekoda.registry.services.models import Channel, LegalBasis, Service, Topic
from raekoda.tools.demo import read

DETAILS: dict[str, dict[str, Any]] = {
    "0793": {"phone": "1789", "street_address": "Raekoja plats 1a, Tartu", "email": "info@tartu.example.ee"},
    "0171": {"email": "info@elva.example.ee", "theme": {"accent": "#2d6a3e"}},
}
LANGUAGES = ("et", "en", "ru")
TEMPLATES = (
    ("Tööga alustatakse", "et", "Tere!\n\nAitäh teatamast. Andsime töö hooldajale ja koht tehakse korda lähipäevil."),
    ("Tehtud", "et", "Tere!\n\nAitäh teatamast. Koht on korda tehtud."),
    (
        "Not ours, forwarded",
        "en",
        "Hello!\n\nThank you. This place is not ours to keep, so we have passed your report on.",
    ),
    ("Сделано", "ru", "Здравствуйте!\n\nСпасибо за сообщение. Место приведено в порядок."),
)


def municipality_details(municipalities: dict[str, Municipality]) -> None:
    """Contacts of the demo municipalities, where none are set."""
    for code, municipality in municipalities.items():
        missing = {name: value for name, value in DETAILS[code].items() if not getattr(municipality, name)}
        for name, value in missing.items():
            setattr(municipality, name, value)
        if missing:
            municipality.save(update_fields=list(missing))


def places(municipality: Municipality) -> None:
    """A rough outline and rough districts, marked as approximate, until the real boundaries are imported."""
    content = read("places")
    outline = Polygon(content[municipality.code]["outline"])
    rough = {"source": content["source"], "is_approximate": True}
    if not Area.objects.filter(kind=Area.Kind.MUNICIPALITY, code=municipality.code, municipality=None).exists():
        Area.objects.create(
            kind=Area.Kind.MUNICIPALITY, code=municipality.code, name=municipality.name, **_boundary(outline), **rough
        )
    if Area.objects.filter(kind=Area.Kind.DISTRICT, municipality=municipality).exists():
        return
    centres = content[municipality.code]["districts"]
    cells = voronoi_diagram(MultiPoint(list(centres.values())), envelope=outline).geoms if centres else []
    for name, centre in centres.items():
        cell = next(cell for cell in cells if cell.contains(MultiPoint([centre])))
        Area.objects.create(
            kind=Area.Kind.DISTRICT, code=name, name=name, municipality=municipality,
            **_boundary(cell.intersection(outline)), **rough,
        )  # fmt: skip


def addresses(municipality: Municipality, actor: Actor) -> None:
    """The addresses of the demo's own cases, so that typing one finds it."""
    if Address.objects.exists():
        return
    rows = [
        AddressRow(entry["address"], Point(*entry["point"]))
        for entry in read("cases")
        if entry["municipality"] == municipality.code and "point" in entry
    ]
    import_addresses(municipality, rows, actor=actor, say=lambda line: None)


def _boundary(shape: Any) -> dict[str, Any]:
    west, south, east, north = shape.bounds
    return {"geometry": mapping(shape), "west": west, "south": south, "east": east, "north": north}


def services(municipality: Municipality, actor: Actor) -> int:
    """Publish the demo's services that are not there yet. Returns how many the register then has."""
    units = {unit.name: unit for unit in Unit.objects.all()}
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    there = set(Service.objects.values_list("slug", flat=True))
    for entry in read("services"):
        if municipality.code in entry["municipalities"] and entry["slug"] not in there:
            actions.publish(_service(entry, municipality, units, topics), actor)
    return Service.objects.count()


def _service(
    entry: dict[str, Any], municipality: Municipality, units: dict[str, Unit], topics: dict[str, Topic]
) -> Service:
    texts = {name: entry[name] for name in ("name", "summary", "words")} | entry.get("more", {})
    if municipality.code == "0793":
        texts |= entry.get("only_in_tartu", {})
    service = Service(
        municipality=municipality, slug=entry["slug"], code=f"{municipality.slug}-{entry['slug']}"[:60],
        unit=units.get(entry["unit"]), domain=entry["domain"], target_groups=entry["target_groups"],
        life_events=entry["life_events"], type=entry.get("type", ""), languages=list(LANGUAGES), is_demo=True,
        takes_reports=entry.get("takes_reports", False), needs_place=entry.get("needs_place", False),
        sensitivity=entry.get("sensitivity", "open"),
        reports_are_public=entry.get("reports_are_public", False), is_popular=entry.get("is_popular", False),
        form=texts.pop("form", []),
    )  # fmt: skip
    for field, words in texts.items():
        for language in LANGUAGES:
            setattr(service, f"{field}_{language}", words.get(language, ""))
    service.topics = [topics[slug] for slug in entry["topics"]]  # type: ignore[assignment]
    service.channels = [
        Channel(kind=Channel.Kind.PHONE, link=municipality.phone or "1789"),
        Channel(kind=Channel.Kind.COUNTER, name="Infopunkt", link=municipality.street_address),
        Channel(kind=Channel.Kind.EMAIL, link=municipality.email),
    ]
    if not municipality.phone:
        service.channels = [Channel(kind=Channel.Kind.EMAIL, link=municipality.email)]
    service.legal_bases = [LegalBasis(**basis) for basis in entry.get("legal_bases", [])]
    return service


def routes_and_templates(municipality: Municipality) -> None:
    """A few routing rules and answer templates, so that the desk has something to show."""
    if RoutingRule.objects.exists() or AnswerTemplate.objects.exists():
        return
    units = {unit.name: unit for unit in Unit.objects.all()}
    upkeep, office = units["Linna- ja vallamajanduse osakond"], units["Infopunkt ja kantselei"]
    lights = Service.objects.get(slug="tanavavalgustus")
    RoutingRule.objects.bulk_create(
        [
            RoutingRule(
                municipality=municipality, order=10, name="Valgustus", kind=Kind.REPORT, words="latern\nvalgusti\nlamp",
                unit=upkeep, set_service=lights,
            ),
            RoutingRule(municipality=municipality, order=50, name="Teated", kind=Kind.REPORT, unit=upkeep),
            RoutingRule(
                municipality=municipality, order=60, name="Teabenõuded", kind=Kind.INFORMATION_REQUEST, unit=office
            ),
        ]
    )  # fmt: skip
    AnswerTemplate.objects.bulk_create(
        AnswerTemplate(municipality=municipality, name=name, language=language, text=text)
        for name, language, text in TEMPLATES
    )
