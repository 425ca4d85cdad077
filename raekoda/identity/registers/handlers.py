"""Event handlers."""

from __future__ import annotations

from raekoda.identity.persons.events import PersonErased, PersonSignedIn
from raekoda.identity.registers import jobs
from raekoda.identity.registers.models import KeptAnswer, Register
from raekoda.platform.core.events import on


@on(PersonSignedIn)
def refresh_on_sign_in(event: PersonSignedIn) -> None:
    """Enqueue a refresh of the person's representations; sign-in does not wait for it."""
    if Register.objects.filter(is_active=True, key__in=("population", "mandates")).exists():
        jobs.enqueue_refresh(event.person)


@on(PersonErased)
def delete_answers(event: PersonErased) -> None:
    KeptAnswer.objects.filter(person=event.person).delete()
