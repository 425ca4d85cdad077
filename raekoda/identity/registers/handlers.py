"""What this room does when something happens below it."""

from __future__ import annotations

from raekoda.identity.persons.events import PersonForgotten, PersonSignedIn
from raekoda.identity.registers import jobs
from raekoda.identity.registers.models import KeptAnswer, Register
from raekoda.platform.core.events import on


@on(PersonSignedIn)
def ask_whom_they_may_act_for(event: PersonSignedIn) -> None:
    """A job asks the registers; nobody waits for it to sign in."""
    if Register.objects.filter(is_active=True, key__in=("population", "mandates")).exists():
        jobs.refresh(event.person)


@on(PersonForgotten)
def forget_answers(event: PersonForgotten) -> None:
    KeptAnswer.objects.filter(person=event.person).delete()
