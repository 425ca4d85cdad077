"""A state mailbox that runs, a connection to it, a template, a case with an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases.models import Case
from raekoda.channels.postkast import actions
from raekoda.channels.postkast.models import Connection, Letter, Template
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.deliveries.models import Delivery, Status
from raekoda.platform.deliveries.tasks import send
from tests.casework.cases.conftest import SENDER, lights, make_case, official, operator, other_unit, resident, unit
from tests.channels.postkast.server import TOKEN, StateMailbox, running
from tests.shells.desk.conftest import oskar, oskar_acts, signed_in, staff

__all__ = [
    "lights",
    "make_case",
    "official",
    "operator",
    "oskar",
    "oskar_acts",
    "other_unit",
    "resident",
    "signed_in",
    "staff",
    "unit",
]

SYSTEM = Actor.system()
CODE = "60001019906"
ANSWER = "Lamp vahetati täna.\n\nLugupidamisega\nOskar"


@pytest.fixture
def mailbox() -> Iterator[StateMailbox]:
    with running() as there:
        yield there


@pytest.fixture
def connected(municipality: Municipality, mailbox: StateMailbox) -> Connection:
    return actions.connect(municipality, actor=SYSTEM, base_url=mailbox.url, way="bearer", token=TOKEN)


@pytest.fixture
def template(municipality: Municipality, mailbox: StateMailbox, connected: Connection) -> Template:
    """The city's answers, in Estonian and English."""
    mailbox.add_template(
        "Vastus pöördumisele", et=("Vastus pöördumisele {{number}}", "Tere!\n\n{{text}}\n\n{{municipality}}"),
        en=("Answer to {{number}}", "Hello!\n\n{{text}}\n\n{{municipality}}"),
    )  # fmt: skip
    actions.read_templates(municipality, actor=SYSTEM)
    return Template.objects.get()


@pytest.fixture
def case(make_case: Callable[..., Case], official: Actor) -> Case:
    """Answered already."""
    made = make_case(kind="enquiry", text="Millal lamp põleb?", contact=SENDER)
    cases.answer(made, text=ANSWER, outcome="solved", actor=official)
    return made


@pytest.fixture
def write(case: Case, template: Template, official: Actor) -> Callable[..., Letter]:
    """Send a letter; what is not given is as it should be."""

    def do(**changes: Any) -> Letter:
        values = {"number": case.number, "text": ANSWER, "municipality": "Tartu linn"}
        defaults: dict[str, Any] = {
            "template": template, "language": "et", "recipient": "CITIZEN", "code": CODE, "values": values, "actor": official,
        }  # fmt: skip
        return actions.send_letter(case, **{**defaults, **changes})

    return do


@pytest.fixture
def work() -> Callable[[], Delivery]:
    """What the worker does: every waiting delivery is tried once; the last of them."""

    def do() -> Delivery:
        delivery = Delivery.objects.order_by("id").last()
        for delivery in Delivery.objects.filter(status=Status.WAITING).order_by("id"):
            send(delivery.municipality_id, delivery.pk)
            delivery.refresh_from_db()
        assert delivery is not None
        return delivery

    return do
