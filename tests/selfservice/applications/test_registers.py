"""The rule is judged by what the registers say: a practice security server answers, each question is journalled."""

from __future__ import annotations

from raekoda.identity.accesslog.models import Look
from raekoda.identity.places.models import Area
from raekoda.identity.registers.models import Connection, Query
from raekoda.registry.benefits.rules import Entitled
from raekoda.selfservice.applications import facts
from tests.identity.registers.conftest import connected, practice  # noqa: F401 - its server and its connected city
from tests.selfservice.applications.conftest import Town


def test_registers_answer_for_parent_and_child(town: Town, connected: Connection) -> None:  # noqa: F811
    Area.objects.create(kind="settlement", code="8151", name="Tartu linn", parent=town.mari.area)
    application = town.sent(child_class="9")
    assert facts.assess(application)[1].entitled == Entitled.NO  # type: ignore[index]
    answer = town.staff().post(f"/toolaud/taotlused/{application.ref}/registrid/", follow=True)
    assert "Registrid vastasid" in answer.content.decode()
    found = facts.get_facts(application)
    assert (found.child_class, found.child_residence, found.parent_residences) == (2, "0793", ("0793",))
    assert facts.assess(application)[1].entitled == Entitled.YES  # type: ignore[index]
    assert Query.objects.filter(purpose__contains=application.case.number).count() >= 3
    assert Look.objects.filter(person=town.child, action__startswith="registers.").exists()


def test_registers_that_are_down_leave_what_is_known(town: Town) -> None:
    application = town.sent()
    answer = town.staff().post(f"/toolaud/taotlused/{application.ref}/registrid/", follow=True)
    assert answer.status_code == 200 and "Registrid vastasid" not in answer.content.decode()
    assert facts.assess(application)[1].entitled == Entitled.YES  # type: ignore[index]
