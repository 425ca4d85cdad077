"""Letters to deputies."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import override

from raekoda.casework.letters.letters import LetterDraft, write_without_case
from raekoda.identity.accounts.events import DeputyNamed, DeputyReleased
from raekoda.identity.accounts.models import Absence
from raekoda.platform.core.events import on
from raekoda.platform.core.links import site_url


@on(DeputyNamed)
def tell_deputy(event: DeputyNamed) -> None:
    _write(event.absence, "named", actor_id=event.actor.id)


@on(DeputyReleased)
def release_deputy(event: DeputyReleased) -> None:
    _write(event.absence, "released", actor_id=event.actor.id)


def _write(absence: Absence, what: str, *, actor_id: int | None) -> None:
    """A letter to the deputy; none to those who did it themselves."""
    deputy = absence.deputy
    if deputy.pk == actor_id:
        return
    with override(deputy.language):
        url = site_url(absence.municipality) + reverse("desk:absences")
    context = {"what": what, "absence": absence, "url": url}
    draft = LetterDraft("desk/deputy", f"absence:{absence.pk}:{what}", deputy.email, deputy.language, context)
    write_without_case(absence.municipality, [draft])
