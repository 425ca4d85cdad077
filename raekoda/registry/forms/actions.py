"""State changes of forms."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from raekoda.platform.core import clock, journal, locks
from raekoda.platform.core.actor import Actor
from raekoda.registry.forms import definition as definitions
from raekoda.registry.forms import validation
from raekoda.registry.forms.definition import Definition
from raekoda.registry.forms.errors import FormError
from raekoda.registry.forms.models import Form, FormVersion
from raekoda.registry.forms.parsing import InvalidDefinition
from raekoda.registry.services.models import Service

MAX_NAME_LENGTH = 160


@transaction.atomic
def create_form(
    service: Service, name: str, actor: Actor, *, definition: Any = None, is_demo: bool = False, origin: str = "new"
) -> Form:
    """Create a form of ``service`` as a draft, with ``definition`` (JSON or parsed) as its content.

    ``origin`` is recorded in the journal: "new", "import", "copy". Raises ``PermissionDenied`` and :class:`FormError`.
    """
    actor.require("forms.design", service)
    form = Form.objects.create(
        municipality=service.municipality,
        service=service,
        name=_name(name),
        draft=_normalise(definition if definition is not None else {"steps": []}),
        changed_at=clock.now(),
        changed_by=actor.user,
        is_demo=is_demo,
    )
    journal.record("forms.make", form, actor, origin=origin)
    return form


def copy_form(form: Form, service: Service, name: str, actor: Actor) -> Form:
    """Create a form for ``service`` with the draft of ``form``. Raises ``PermissionDenied`` and :class:`FormError`."""
    actor.require("forms.view", form)
    return create_form(service, name, actor, definition=form.draft, origin="copy")


@transaction.atomic
def save_draft(
    form: Form, definition: Definition | dict[str, Any], actor: Actor, *, seen_revision: int, what: str = ""
) -> Form:
    """Save ``definition`` as the draft of ``form``. ``seen_revision`` is the edited revision; fails when there is a newer one.

    ``what`` describes the change in the journal. Raises ``PermissionDenied`` and :class:`FormError`.
    """
    actor.require("forms.design", form)
    locked = Form.objects.select_for_update().get(pk=form.pk)
    if locked.revision != seen_revision:
        raise FormError(
            _("Somebody else changed this form meanwhile. Their change is shown now; please make yours again.")
        )
    locked.draft = _normalise(definition)
    _write(locked, actor, "draft")
    journal.record("forms.draft", locked, actor, revision=locked.revision, what=what)
    form.draft, form.revision, form.changed_at = locked.draft, locked.revision, locked.changed_at
    return locked


@transaction.atomic
def rename(form: Form, name: str, actor: Actor) -> Form:
    """Rename ``form``. Raises ``PermissionDenied`` and :class:`FormError`."""
    actor.require("forms.design", form)
    form.name = _name(name)
    form.save(update_fields=["name"])
    journal.record("forms.rename", form, actor)
    return form


@transaction.atomic
def publish(form: Form, actor: Actor, *, note: str = "") -> FormVersion:
    """Publish the draft as the next version and open the form.

    Another open form of the same service is closed. A draft equal to the current version does not create a new one: the
    form is opened with it again. Raises ``PermissionDenied``, and :class:`FormError` when the draft is not valid.
    """
    actor.require("forms.publish", form)
    locks.lock(form.service, form)
    locked = Form.objects.select_related("current", "service").get(pk=form.pk)
    definition = locked.draft_definition
    if problems := validation.errors(definition):
        raise FormError(_("This has to be mended before publishing: %(problem)s") % {"problem": problems[0].message})
    version = locked.current
    if version is None or version.definition != locked.draft:
        version = FormVersion.objects.create(
            municipality=locked.municipality,
            form=locked,
            number=_next_number(locked),
            definition=locked.draft,
            note=note.strip()[:300],
            published_at=clock.now(),
            published_by=actor.user,
        )
    for other in Form.objects.filter(service=locked.service, is_open=True).exclude(pk=locked.pk):
        close(other, Actor.system(), reason=_("another form of the service was published"))
    locked.current, locked.is_open = version, True
    locked.save(update_fields=["current", "is_open"])
    journal.record("forms.publish", locked, actor, number=version.number)
    form.current, form.is_open = version, True
    return version


@transaction.atomic
def close(form: Form, actor: Actor, *, reason: str = "") -> Form:
    """Close ``form`` for new applications; started ones continue. Raises ``PermissionDenied``."""
    actor.require("forms.publish", form)
    if Form.objects.filter(pk=form.pk, is_open=True).update(is_open=False):
        journal.record("forms.close", form, actor, reason=reason)
    form.is_open = False
    return form


@transaction.atomic
def delete(form: Form, actor: Actor) -> None:
    """Delete a form that was never published. Raises ``PermissionDenied`` and :class:`FormError`."""
    actor.require("forms.design", form)
    if form.versions.exists():
        raise FormError(_("A form that was published is kept for the applications made with it. Close it instead."))
    journal.record("forms.delete", form, actor)
    form.delete()


def _next_number(form: Form) -> int:
    greatest: int | None = form.versions.aggregate(greatest=Max("number"))["greatest"]
    return (greatest or 0) + 1


def _write(form: Form, actor: Actor, *names: str) -> None:
    form.revision += 1
    form.changed_at, form.changed_by = clock.now(), actor.user  # type: ignore[assignment]
    form.save(update_fields=[*names, "revision", "changed_at", "changed_by"])


def _name(name: str) -> str:
    found = " ".join(name.split())
    if not found:
        raise FormError(_("Please give the form a name."), "name")
    return found[:MAX_NAME_LENGTH]


def _normalise(definition: Definition | Any) -> dict[str, Any]:
    """The definition in its stored form. Raises :class:`FormError`."""
    try:
        parsed = definition if isinstance(definition, Definition) else definitions.read(definition)
        return definitions.read(parsed.as_json()).as_json()
    except InvalidDefinition as error:
        raise FormError(str(error)) from error
