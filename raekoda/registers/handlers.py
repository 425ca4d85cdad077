"""What this room does when something happens below it."""

from __future__ import annotations

from raekoda.persons.events import PersonForgotten, PersonSignedIn
from raekoda.platform.core.events import on
from raekoda.registers import jobs
from raekoda.registers.models import KeptAnswer, Register


def listen() -> None:
    """Events are subscribed to when this module is imported."""


@on(PersonSignedIn)
def ask_whom_they_may_act_for(event: PersonSignedIn) -> None:
    """A job asks the registers; nobody waits for it to sign in."""
    if Register.objects.filter(is_active=True, key__in=("population", "mandates")).exists():
        jobs.refresh(event.person)


@on(PersonForgotten)
def forget_answers(event: PersonForgotten) -> None:
    KeptAnswer.objects.filter(person=event.person).delete()
