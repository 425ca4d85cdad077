"""Checklist, replies of the applicant, and configuration of handling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases.models import Message
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.text import clean_text
from raekoda.registry.benefits.facts import NAMES
from raekoda.registry.benefits.models import Benefit
from raekoda.registry.forms.models import Form
from raekoda.selfservice.applications import form_data, queries
from raekoda.selfservice.applications.actions.sending import lock
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.models import Application, Check, Handling

if TYPE_CHECKING:
    from raekoda.platform.core.files import PreparedFile


@transaction.atomic
def check(application: Application, text: str, *, actor: Actor) -> None:
    """Check an item of the checklist. Idempotent."""
    actor.require("applications.handle", application)
    if text not in queries.get_handling(application.version.form).checks:
        raise ApplicationError(_("This is not on the list of checks any more. Load the page again."))
    _row, is_new = Check.objects.get_or_create(
        application=application, text=text,
        defaults={"municipality_id": application.municipality_id, "done_by_id": actor.id, "done_at": clock.now()},
    )  # fmt: skip
    if is_new:
        journal.record("applications.check", application, actor, check=text)


@transaction.atomic
def uncheck(application: Application, text: str, *, actor: Actor) -> None:
    """Uncheck an item."""
    actor.require("applications.handle", application)
    gone, _by_model = Check.objects.filter(application=application, text=text).delete()
    if gone:
        journal.record("applications.uncheck", application, actor, check=text)


def reply(application: Application, *, text: str, actor: Actor, files: Sequence[PreparedFile] = ()) -> Message:
    """A reply of the applicant. Raises the errors of ``cases.actions.reply_from_sender``."""
    actor.require("applications.apply")
    with transaction.atomic():
        locked = lock(application, actor)
        if not queries.visible_as_party(actor).filter(pk=locked.pk).exists():
            raise ApplicationError(_("Only who sent an application can add to it."))
    return cases.reply_from_sender(locked.case, text=text, actor=actor, files=files)


@transaction.atomic
def configure(
    form: Form,
    *,
    actor: Actor,
    benefit: Benefit | None,
    four_eyes: bool,
    consent_field: str = "",
    account_field: str = "",
    facts: Mapping[str, str] | None = None,
    **texts: Any,
) -> Handling:
    """Configure the handling of applications by ``form``. ``facts`` maps facts of the benefit's rule to question keys;
    ``texts``: ``checklist``, ``granting_text``, ``refusing_text``."""
    actor.require("applications.configure", form)
    facts = {name: key for name, key in (facts or {}).items() if key and name in NAMES}
    named = [("consent_field", consent_field, form_data.PERSONS), ("account_field", account_field, form_data.ACCOUNTS)]
    for name, key, kinds in [*named, *((fact, key, ()) for fact, key in facts.items())]:
        if key and key not in dict(form_data.get_questions(form, kinds)):
            raise ApplicationError(_("The form has no such question."), name)
    values = {name: clean_text(texts.get(name, "")) for name in ("checklist", "granting_text", "refusing_text")}
    handling, _is_new = Handling.objects.update_or_create(
        form=form,
        defaults={
            "municipality_id": form.municipality_id, "benefit": benefit, "four_eyes": four_eyes,
            "consent_field": consent_field, "account_field": account_field, "facts": facts, **values,
        },
    )  # fmt: skip
    journal.record(
        "applications.configure", handling, actor, benefit=benefit.pk if benefit else None, four_eyes=four_eyes
    )
    return handling
