"""The register as linked data conforms to the official SHACL shapes of CPSV-AP."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import lru_cache

import pytest
from pyshacl import validate
from rdflib import DCTERMS, RDF, Graph, Literal, URIRef

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.links import site_url
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.publishing.website.actions import add_municipality
from raekoda.registry.services import downloads
from raekoda.registry.services.classifiers import (
    ActKind,
    ChannelKind,
    Domain,
    LifeEvent,
    Payment,
    ProviderKind,
    ServiceType,
    TargetGroup,
)
from raekoda.registry.services.exchange.linked_data import CPSV, CV
from raekoda.registry.services.models import Channel, LegalBasis, Service
from raekoda.tools.demo import register as demo
from tests.registry.services.conftest import Make
from tests.shared_data import shared

SHAPES = ("conformance", "cpsv-ap", "releases", "3.2.0", "shacl", "cpsv-ap-SHACL.ttl")


@pytest.fixture
def register(lighting: Service, make_service: Make) -> list[Service]:
    """Services that together use every value of every classifier, and some that are nearly empty."""
    groups, events, acts = list(TargetGroup), list(LifeEvent), list(ActKind)
    made = [lighting, make_service("tyhi", "Ainult nimi", topics=[], unit=None)]
    for number in range(20):
        kinds = list(ChannelKind)[number % 14 :: 5]
        made.append(
            make_service(
                f"teenus-{number}",
                f'Teenus {number} <&> "jutumärk" \\ õäöü',
                name_ru=f"Услуга {number}" if number % 3 == 0 else "",
                summary_en=f"Service {number}" if number % 2 else "",
                description_et="Rida üks\n\n- rida kaks\t" if number % 4 else "",
                requirements_et="Esimene\nTeine\nKolmas" if number % 2 else "",
                requirements_ru="Только одна" if number % 4 == 1 else "",
                evidence_et="Isikut tõendav dokument" if number % 3 else "",
                outcome_et="Luba" if number % 3 == 1 else "",
                fee_et="10 eurot" if number % 5 == 0 else "",
                payment=list(Payment)[number % 3],
                fee_amount=Decimal("12.50") if number % 2 else None,
                processing_days=number or None,
                type=list(ServiceType)[number % 12],
                domain=list(Domain)[number % 16],
                provider_kind=list(ProviderKind)[number % 3],
                provider_name="Partner OÜ" if number % 3 == 2 else "",
                target_groups=[groups[number % 10], groups[(number + 3) % 10]],
                life_events=[events[number % 15]],
                languages=["et", "ru", "en"][: number % 4],
                keywords="üks, kaks ,," if number % 2 else "",
                words_et="oma sõnad\nteised sõnad",
                channels=[
                    Channel(kind=kind, link=link, name_et="Kanal", opening_hours_et="E–R 9–17")
                    for kind, link in zip(
                        kinds, ["https://example.ee/a b?c=<d>", "+372 1789", "Raekoda", "a@example.ee"], strict=False
                    )
                ],
                legal_bases=[
                    LegalBasis(
                        title="Määrus", kind=acts[number % 6], link="https://example.ee/x?y=1" if number % 2 else ""
                    )
                ],
                related=[made[-1]],
            )
        )
    return made


@lru_cache(maxsize=1)
def shapes() -> Graph:
    return Graph().parse(shared(*SHAPES))


def violations(data: Graph) -> str:
    conforms, _report, text = validate(data, shacl_graph=shapes(), advanced=True, inference="none")
    return "" if conforms else text


def test_the_whole_register_passes_the_official_shapes_in_both_notations(
    register: list[Service], municipality: Municipality
) -> None:
    data = Graph().parse(data=downloads.export_content("ttl", municipality), format="turtle")
    other = Graph().parse(data=downloads.export_content("jsonld", municipality), format="json-ld")
    assert len(set(data.subjects(RDF.type, CPSV.PublicService))) == len(register)
    assert violations(data) == ""
    assert set(data) == set(other)
    assert len(data) > 500


def test_the_shapes_would_find_what_is_wrong(lighting: Service, municipality: Municipality) -> None:
    data = Graph().parse(data=downloads.export_content("ttl", municipality), format="turtle")
    service = next(iter(data.subjects(RDF.type, CPSV.PublicService)))
    data.remove((service, DCTERMS.title, None))
    data.remove((None, RDF.type, DCTERMS.Location))
    data.add((service, CV.processingTime, Literal("viis päeva")))
    found = violations(data)
    for words in ("title", "Location", "processingTime"):
        assert words in found


def test_a_service_is_described_in_every_language_it_is_written_in(
    lighting: Service, municipality: Municipality
) -> None:
    data = Graph().parse(data=downloads.export_content("ttl", municipality), format="turtle")
    node = URIRef(f"{site_url(municipality)}/teenused/andmed/#tartu-100")
    assert {(str(name), name.language) for name in data.objects(node, DCTERMS.title)} == {
        ("Tänavavalgustus", "et"),
        ("Street lighting", "en"),
    }
    assert len(list(data.objects(node, CV.hasChannel))) == 2
    assert len(list(data.objects(node, CV.holdsRequirement))) == 2
    (cost,) = data.objects(node, CV.hasCost)
    assert data.value(cost, CV.hasValue).toPython() == 0.0
    assert str(data.value(node, CV.processingTime)) == "P5D"


def test_only_public_data_is_exported(
    lighting: Service, make_service: Make, municipality: Municipality, client
) -> None:
    lighting.owner = None
    make_service("mustand", "Salajane mustand", status="draft", code="mustand")
    make_service("vana", "Vana teenus", status="retired", code="vana")
    lighting.related = list(Service.objects.exclude(pk=lighting.pk))
    lighting.save()
    for data_format in downloads.LABELS:
        content = downloads.export_content(data_format, municipality)
        assert b"mustand" not in content
        assert b"owner" not in content.replace(b"ownedBy", b"")
    whole = json.loads(downloads.export_content("json", municipality))
    assert [service["code"] for service in whole["services"]] == ["tartu-100"]


@pytest.mark.parametrize("code", ["0793", "0171"])
def test_the_whole_demo_passes_the_official_shapes(code: str, db: None) -> None:
    municipality = add_municipality(code, actor=Actor.system(), demo=True).municipality
    demo.municipality_details({code: municipality})
    with municipality_scope(municipality):
        count = demo.services(municipality, Actor.system())
        data = Graph().parse(data=downloads.export_content("ttl", municipality), format="turtle")
    assert len(set(data.subjects(RDF.type, CPSV.PublicService))) == count
    assert count > 20
    assert violations(data) == ""
