"""Services with different contents, and staff."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from raekoda.identity.accounts.models import Membership, Role, Unit, User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.services import actions
from raekoda.registry.services.models import Channel, ChannelYear, LegalBasis, Service, Topic

Make = Callable[..., Service]


@pytest.fixture
def unit(municipality: Municipality) -> Unit:
    return Unit.objects.create(
        municipality=municipality, name="Linnamajanduse osakond", email="linnamajandus@example.ee", phone="736 1234"
    )


@pytest.fixture
def topic(municipality: Municipality) -> Topic:
    return Topic.objects.create(
        municipality=municipality, slug="tanavad", name_et="Tänavad ja liiklus", name_ru="Улицы", icon="bus"
    )


@pytest.fixture
def make_service(municipality: Municipality, topic: Topic, unit: Unit) -> Make:
    """Creates a service, published unless ``status`` is another."""

    def make(slug: str, name: str, *, status: str = "published", **values: Any) -> Service:
        relations = {key: values.pop(key) for key in ("topics", "channels", "legal_bases", "related") if key in values}
        values.setdefault("unit", unit)
        service = Service(municipality=municipality, slug=slug, name_et=name, **values)
        service.topics = relations.pop("topics", [topic])
        for key, items in relations.items():
            setattr(service, key, items)
        if status == "published":
            return actions.publish(service, Actor.system())
        actions.save_draft(service, actor=Actor.system())
        return actions.retire(service, Actor.system()) if status == "retired" else service

    return make


@pytest.fixture
def lighting(make_service: Make) -> Service:
    """Street lighting, with every field and relation filled."""
    figures = ChannelYear(
        year=2025, volume=1200, satisfaction=Decimal("4.25"), cost=Decimal("5300.50"), client_hours=Decimal("60.5")
    )
    phone = Channel(
        kind="phone", link="1789", name_et="Infotelefon", name_en="Info line", opening_hours_et="ööpäev läbi"
    )
    phone.years = [figures]
    web = Channel(kind="eservice", link="https://example.ee/valgus", name_et="Teata veebis")
    return make_service(
        "tanavavalgustus",
        "Tänavavalgustus",
        code="tartu-100",
        name_en="Street lighting",
        summary_et="Parandame rikkis valgustid.",
        summary_en="We mend lamps that are out.",
        description_et="Linn hooldab valgusteid.\n\n- tänavad\n- pargid",
        audience_et="Kõigile, kes Tartus liiguvad.",
        how_to_et="1. Anna teada.\n2. Märgi koht kaardile.\n3. Saad teate, kui töö on tehtud.",
        requirements_et="Valgusti on linna oma\nKoht on teada",
        requirements_en="The lamp belongs to the city\nThe place is known",
        evidence_et="Foto",
        outcome_et="Valgusti põleb jälle.",
        payment="free",
        processing_days=5,
        place_et="Tartu avalikud tänavad",
        contact_et="Kirjuta info@example.ee",
        words_et="lamp ei põle\npime tänav",
        provider_name="Valgusmeistrid OÜ",
        provider_kind="partner",
        type="information",
        target_groups=["residents", "entrepreneurs"],
        domain="upkeep",
        life_events=["moving", "business"],
        keywords="valgus, lamp",
        languages=["et", "en"],
        takes_reports=True,
        needs_place=True,
        reports_are_public=True,
        form=[{"code": "post", "datatype": "string", "description": "Valgustiposti number", "required": False}],
        channels=[phone, web],
        legal_bases=[LegalBasis(title="Ehitusseadustik", link="https://example.ee/akt?a=1&b={2}", kind="act")],
    )


@pytest.fixture
def make_staff(municipality: Municipality) -> Callable[..., User]:
    """Creates a staff member with a role, in Tartu by default."""

    def make(role: Role, where: Municipality | None = None) -> User:
        username = f"{role.value}-{(where or municipality).slug}"
        user = User.objects.create_user(username=username, password="pikk-parool-1")
        Membership.objects.create(user=user, municipality=where or municipality, role=role)
        return user

    return make
