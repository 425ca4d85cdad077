"""The register as linked data: CPSV-AP 3.2 (Core Public Service Vocabulary), as Turtle and JSON-LD.

A file is self-contained: every referenced resource is described in it, values of the EU's authority tables by class and
code, so that the official SHACL shapes can be validated without other files.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef

from raekoda.platform.core.models import Municipality
from raekoda.registry.services import rules
from raekoda.registry.services.classifiers import BUSINESS_EVENTS, ChannelKind, LifeEvent, ProviderKind
from raekoda.registry.services.exchange.columns import LANGUAGES, clean_text
from raekoda.registry.services.models import Channel, LegalBasis, Service

CPSV = Namespace("http://purl.org/vocab/cpsv#")
CV = Namespace("http://data.europa.eu/m8g/")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
TIME = Namespace("http://www.w3.org/2006/time#")
ORG = Namespace("http://www.w3.org/ns/org#")
AUTHORITY = "http://publications.europa.eu/resource/authority"
LANGUAGE_CODES = {"et": "EST", "en": "ENG", "ru": "RUS"}
PREFIXES = {
    "cpsv": CPSV, "cv": CV, "eli": ELI, "adms": ADMS, "time": TIME, "org": ORG, "dct": DCTERMS, "dcat": DCAT,
    "foaf": FOAF, "skos": SKOS, "xsd": XSD, "rdfs": RDFS,
}  # fmt: skip


def turtle(services: Iterable[Service], municipality: Municipality, site: str) -> bytes:
    """The services as Turtle."""
    return GraphBuilder(municipality, site).describe(services).serialize(format="turtle", encoding="utf-8")


def json_ld(services: Iterable[Service], municipality: Municipality, site: str) -> bytes:
    """The services as JSON-LD with an embedded context."""
    context = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}
    graph = GraphBuilder(municipality, site).describe(services)
    return graph.serialize(format="json-ld", context=context, encoding="utf-8", auto_compact=False)


class GraphBuilder:
    """Builds the graph of one municipality's register; ``site`` is the scheme and host of its pages."""

    def __init__(self, municipality: Municipality, site: str) -> None:
        self.municipality = municipality
        self.site = site
        self.base = Namespace(f"{site}/teenused/andmed/#")
        self.graph = Graph()
        for prefix, namespace in PREFIXES.items():
            self.graph.bind(prefix, namespace, override=True, replace=True)
        self.dataset = URIRef(f"{site}/teenused/andmed/")
        self.authority = self.base["omavalitsus"]
        self.place = self.base["koht"]

    def describe(self, services: Iterable[Service]) -> Graph:
        """The graph of ``services``, which are prefetched by :func:`with_relations`."""
        self._describe_municipality()
        self._describe_dataset()
        for service in services:
            self._describe_service(service)
        return self.graph

    def node(self, service: Service, *parts: object) -> URIRef:
        """The URI of a service, or of a part of it."""
        return self.base["-".join([service.code, *map(str, parts)])]

    def _add(self, subject: URIRef, **properties: Any) -> None:
        for name, value in properties.items():
            self.graph.add((subject, VOCABULARY[name], value))

    def _texts(self, subject: URIRef, predicate: URIRef, record: Any, field: str) -> bool:
        """Add the field's text in every available language; returns whether there was any."""
        found = False
        for code in LANGUAGES:
            text = clean_text(getattr(record, f"{field}_{code}"))
            if text:
                self.graph.add((subject, predicate, Literal(text, lang=code)))
                found = True
        return found

    def _typed(self, subject: URIRef, *classes: URIRef) -> URIRef:
        for rdf_class in classes:
            self.graph.add((subject, RDF.type, rdf_class))
        return subject

    def _concept(self, scheme: str, code: str, label: Any) -> URIRef:
        """A value of our classifiers with its label in three languages."""
        concept = self._typed(self.base[f"{scheme}-{code}"], SKOS.Concept)
        self._add(concept, notation=Literal(code))
        for language in LANGUAGES:
            with override(language):
                self._add(concept, label=Literal(str(label), lang=language))
        return concept

    def _from_table(self, table: str, code: str, kind: URIRef) -> URIRef:
        """A value of an EU authority table with its class."""
        return self._typed(URIRef(f"{AUTHORITY}/{table}/{code}"), kind)

    def _describe_municipality(self) -> None:
        name = Literal(self.municipality.name, lang="et")
        code = Literal(self.municipality.code)
        self._typed(self.authority, CV.PublicOrganisation, ORG.Organization, FOAF.Agent)
        self._add(self.authority, label=name, title=name, identifier=code, spatial=self.place)
        self._add(self.authority, homepage=self._typed(URIRef(f"{self.site}/"), FOAF.Document))
        self._typed(self.place, DCTERMS.Location)
        self._add(self.place, label=name, identifier=code)
        self._add(self.place, part_of=self._from_table("country", "EST", DCTERMS.Location))

    def _describe_dataset(self) -> None:
        self._typed(self.dataset, DCAT.Dataset)
        for language in LANGUAGES:
            with override(language):
                values = {"name": self.municipality.name}
                self._add(self.dataset, title=Literal(_("Public services: %(name)s") % values, lang=language))
                about = _("The services of the municipality, its agencies and partners, as published on its site.")
                self._add(self.dataset, description=Literal(about, lang=language))
        page = self._typed(URIRef(f"{self.site}/teenused/"), FOAF.Document)
        self._add(self.dataset, publisher=self.authority, landing_page=page)

    def _describe_service(self, service: Service) -> None:
        subject = self._typed(self.node(service), CPSV.PublicService)
        self._add(subject, identifier=Literal(service.code), authority=self.authority, spatial=self.place)
        self._add(subject, part_of=self.dataset)
        self._add(self.dataset, has_part=subject)
        self._texts(subject, DCTERMS.title, service, "name")
        described = [self._texts(subject, DCTERMS.description, service, field) for field in ("summary", "description")]
        if not any(described):
            self._texts(subject, DCTERMS.description, service, "name")
        page = self._typed(URIRef(f"{self.site}/teenused/{service.slug}/"), FOAF.Document)
        self._add(subject, page=page)
        self._classify(subject, service)
        self._needs_and_gives(subject, service)
        for number, channel in enumerate(service.channels.all(), 1):
            self._add(subject, channel=self._channel(service, channel, number))
        for number, act in enumerate(service.legal_bases.all(), 1):
            self._add(subject, legal_resource=self._act(service, act, number))
        for other in service.related.all():
            if other.live:
                self._add(subject, related=self.node(other))

    def _classify(self, subject: URIRef, service: Service) -> None:
        status = self._concept("seisund", service.status.value, service.status.label)
        provider = self._concept("osutaja", service.provider_kind, ProviderKind(service.provider_kind).label)
        self._add(subject, status=status, classified_by=provider)
        for field, predicate, scheme in (("type", "type", "liik"), ("domain", "sector", "valdkond")):
            code = getattr(service, field)
            if code:
                label = dict(cast("Any", Service._meta.get_field(field)).flatchoices)[code]
                self._add(subject, **{predicate: self._concept(scheme, code, label)})
        groups = dict(cast("Any", Service._meta.get_field("target_groups")).base_field.flatchoices)
        for code in service.target_groups:
            self._add(subject, audience=self._concept("sihtruhm", code, groups[code]))
        for topic in service.topics.all():
            concept = self._typed(self.base[f"teema-{topic.slug}"], SKOS.Concept)
            self._texts(concept, SKOS.prefLabel, topic, "name")
            self._add(subject, thematic_area=concept)
        for code in service.languages:
            language = self._from_table("language", LANGUAGE_CODES[code], DCTERMS.LinguisticSystem)
            self._add(subject, language=language)
        for code in service.life_events:
            self._add(subject, grouped_by=self._event(LifeEvent(code), subject))
        self._keywords(subject, service)

    def _keywords(self, subject: URIRef, service: Service) -> None:
        for code in LANGUAGES:
            for phrase in rules.lines(getattr(service, f"words_{code}") or ""):
                self._add(subject, keyword=Literal(clean_text(phrase), lang=code))
        for keyword in filter(None, map(clean_text, service.keywords.split(","))):
            self._add(subject, keyword=Literal(keyword, lang="et"))

    def _event(self, event: LifeEvent, subject: URIRef) -> URIRef:
        kind = CV.BusinessEvent if event in BUSINESS_EVENTS else CV.LifeEvent
        node = self._typed(self.base[f"syndmus-{event.value}"], CV.Event, kind)
        self._add(node, identifier=Literal(event.value), related_service=subject)
        for language in LANGUAGES:
            with override(language):
                self._add(node, title=Literal(str(event.label), lang=language))
        return node

    def _needs_and_gives(self, subject: URIRef, service: Service) -> None:
        for number, texts in enumerate(parallel_lines(service, "requirements"), 1):
            node = self._typed(self.node(service, "noue", number), CV.Requirement)
            self._titled(node, texts)
            self._add(subject, requirement=node)
        for number, texts in enumerate(parallel_lines(service, "evidence"), 1):
            node = self._typed(self.node(service, "dokument", number), CV.Evidence)
            self._titled(node, texts)
            self._add(subject, input=node)
        if any(clean_text(getattr(service, f"outcome_{code}")) for code in LANGUAGES):
            node = self._typed(self.node(service, "tulemus"), CV.Output)
            self._add(node, identifier=Literal(f"{service.code}-tulemus"))
            self._texts(node, DCTERMS.title, service, "outcome")
            self._add(subject, produces=node)
        if service.processing_days:
            self._add(subject, processing_time=Literal(f"P{service.processing_days}D", datatype=XSD.duration))
        self._cost(subject, service)
        self._partner(subject, service)

    def _titled(self, node: URIRef, texts: dict[str, str]) -> None:
        self._add(node, identifier=Literal(str(node).rsplit("#", 1)[1]))
        for code, text in texts.items():
            self._add(node, title=Literal(text, lang=code))

    def _cost(self, subject: URIRef, service: Service) -> None:
        amount = 0 if service.payment == "free" and service.fee_amount is None else service.fee_amount
        has_text = any(clean_text(getattr(service, f"fee_{code}")) for code in LANGUAGES)
        if amount is None and not has_text:
            return
        node = self._typed(self.node(service, "hind"), CV.Cost)
        self._add(node, identifier=Literal(f"{service.code}-hind"))
        self._texts(node, DCTERMS.description, service, "fee")
        if amount is not None:
            euro = self._from_table("currency", "EUR", SKOS.Concept)
            self._add(node, value=Literal(float(amount), datatype=XSD.double), currency=euro)
        self._add(subject, cost=node)

    def _partner(self, subject: URIRef, service: Service) -> None:
        name = clean_text(service.provider_name)
        if not name:
            return
        code = f"{service.code}-osutaja"
        agent = self._typed(self.node(service, "osutaja", "isik"), FOAF.Agent)
        self._add(agent, title=Literal(name, lang="et"), identifier=Literal(f"{code}-isik"))
        node = self._typed(self.node(service, "osutaja"), CV.Participation)
        role = self._concept("roll", "provider", PROVIDER_ROLE)
        self._add(node, participant=agent, role=role, identifier=Literal(code), description=Literal(name, lang="et"))
        self._add(subject, participation=node)

    def _channel(self, service: Service, channel: Channel, number: int) -> URIRef:
        node = self._typed(self.node(service, "kanal", number), CV.Channel)
        kind = ChannelKind(channel.kind)
        self._add(node, identifier=Literal(f"{service.code}-kanal-{number}"), owner=self.authority)
        self._add(node, type=self._concept("kanal", kind.value, kind.label))
        self._texts(node, DCTERMS.description, channel, "name")
        href = rules.channel_href(channel.kind, channel.link)
        if href.startswith(("http://", "https://")):
            self._add(node, homepage=self._typed(uri(href), FOAF.Document))
        elif href or channel.link:
            self._contact(service, channel, number, href)
        if any(clean_text(getattr(channel, f"opening_hours_{code}")) for code in LANGUAGES):
            hours = self._typed(self.node(service, "kanal", number, "aeg"), TIME.TemporalEntity)
            self._texts(hours, DCTERMS.description, channel, "opening_hours")
            self._add(node, opening_hours=hours)
        return node

    def _contact(self, service: Service, channel: Channel, number: int, href: str) -> None:
        node = self._typed(self.node(service, "kontakt", number), CV.ContactPoint)
        value = Literal(rules.readable_link(clean_text(channel.link)))
        if href.startswith("tel:"):
            self._add(node, telephone=value)
        elif href.startswith("mailto:"):
            self._add(node, email=value)
        else:
            self._add(node, note=Literal(clean_text(channel.link), lang="et"))
        self._add(self.node(service), contact_point=node)

    def _act(self, service: Service, act: LegalBasis, number: int) -> URIRef:
        node = self._typed(uri(act.link) if act.link else self.node(service, "akt", number), ELI.LegalResource)
        self._add(node, title=Literal(clean_text(act.title), lang="et"))
        return node


def parallel_lines(service: Service, field: str) -> list[dict[str, str]]:
    """The lines of a field by language; translations with a different number of lines are left out."""
    found = {code: rules.lines(clean_text(getattr(service, f"{field}_{code}"))) for code in LANGUAGES}
    first = next((code for code in LANGUAGES if found[code]), "et")
    same = [code for code in LANGUAGES if len(found[code]) == len(found[first])]
    return [{code: found[code][index] for code in same} for index in range(len(found[first]))]


def uri(address: str) -> URIRef:
    """A web address as a URI, with characters that Turtle does not allow escaped."""
    return URIRef(quote(address.strip(), safe=":/?#[]@!$&'()*+,;=%~-._"))


PROVIDER_ROLE = gettext_lazy("provider of the service")

VOCABULARY = {
    "audience": DCTERMS.audience, "authority": CV.hasCompetentAuthority, "channel": CV.hasChannel,
    "classified_by": CV.isClassifiedBy, "contact_point": CV.contactPoint, "cost": CV.hasCost, "currency": CV.currency,
    "description": DCTERMS.description, "email": CV.email, "grouped_by": CV.isGroupedBy, "has_part": DCTERMS.hasPart,
    "homepage": FOAF.homepage, "identifier": DCTERMS.identifier, "input": CPSV.hasInput, "keyword": DCAT.keyword,
    "label": SKOS.prefLabel, "landing_page": DCAT.landingPage, "language": DCTERMS.language,
    "legal_resource": CV.hasLegalResource, "notation": SKOS.notation, "note": SKOS.note,
    "opening_hours": CV.openingHours, "owner": CV.ownedBy, "page": FOAF.page, "part_of": DCTERMS.isPartOf,
    "participant": CV.hasParticipant, "participation": CV.hasParticipation, "processing_time": CV.processingTime,
    "produces": CPSV.produces, "publisher": DCTERMS.publisher, "related": CV.relatedService,
    "related_service": CV.hasRelatedService, "requirement": CV.holdsRequirement, "role": CV.role, "sector": CV.sector,
    "spatial": DCTERMS.spatial, "status": ADMS.status, "telephone": CV.telephone, "thematic_area": CV.thematicArea,
    "title": DCTERMS.title, "type": DCTERMS.type, "value": CV.hasValue,
}  # fmt: skip
