"""Permissions on every path; published versions never change; lists use a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from raekoda.identity.accounts.models import Role, Unit
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.forms import actions, queries
from raekoda.registry.forms.errors import FormError
from raekoda.registry.forms.models import Form, FormVersion
from raekoda.registry.services.models import Service
from tests.registry.forms import factory

Make = Callable[..., Actor]
SEES = {Role.OFFICIAL, Role.SERVICE_OWNER, Role.EDITOR, Role.ADMINISTRATOR}
DESIGNS = {Role.SERVICE_OWNER, Role.EDITOR, Role.ADMINISTRATOR}
READ = ("form", "try", "versions", "export")
WRITE = ("head", "new_step", "publish", "import", "copy")
POSTED = ("change", "close", "delete")


@pytest.mark.parametrize("role", list(Role))
def test_every_page_by_role(role: Role, make_actor: Make, version: FormVersion, unit: Unit) -> None:
    client = Client()
    client.force_login(make_actor(role, unit=unit).user)  # type: ignore[arg-type]
    ref = version.form.ref
    for name in READ:
        assert client.get(reverse(f"forms_desk:{name}", args=[ref])).status_code == (200 if role in SEES else 403), name
    for name in WRITE:
        assert client.get(reverse(f"forms_desk:{name}", args=[ref])).status_code == (200 if role in DESIGNS else 403), (
            name
        )
    for name in POSTED:
        answer = client.post(reverse(f"forms_desk:{name}", args=[ref]), {"do": "field_up:email", "seen": 1})
        assert answer.status_code == (302 if role in DESIGNS else 403), name
    assert client.get(reverse("forms_desk:list")).status_code == (200 if role in SEES else 403)
    assert client.get(reverse("forms_desk:new")).status_code == (200 if role in DESIGNS else 403)
    for name, parts in (
        ("field", ["email"]),
        ("step", ["costs"]),
        ("kinds", ["costs"]),
        ("new_field", ["costs", "text"]),
    ):
        page = client.get(reverse(f"forms_desk:{name}", args=[ref, *parts]))
        assert page.status_code == (200 if role in DESIGNS else 403), name


def test_a_service_owner_designs_only_the_forms_of_their_unit(
    make_actor: Make, version: FormVersion, municipality: Municipality
) -> None:
    other = Unit.objects.create(municipality=municipality, name="Linnamajandus")
    stranger = make_actor(Role.SERVICE_OWNER, unit=other)
    client = Client()
    client.force_login(stranger.user)  # type: ignore[arg-type]
    ref = version.form.ref
    assert client.get(reverse("forms_desk:form", args=[ref])).status_code == 200
    for name in (*WRITE[:4],):
        assert client.get(reverse(f"forms_desk:{name}", args=[ref])).status_code == 403, name
    for name in POSTED:
        assert client.post(reverse(f"forms_desk:{name}", args=[ref]), {"do": "field_up:email"}).status_code == 403, name
    assert version.form.service not in queries.services_designed_by(stranger)
    with pytest.raises(PermissionDenied):
        actions.create_form(version.form.service, "Võõras", stranger)
    version.form.service.owner = stranger.user  # type: ignore[assignment]
    version.form.service.save()
    assert client.get(reverse("forms_desk:head", args=[ref])).status_code == 200


def test_strangers_and_neighbours_see_nothing(
    make_actor: Make, version: FormVersion, other_municipality: Municipality
) -> None:
    ref = version.form.ref
    for name in READ:
        assert Client().get(reverse(f"forms_desk:{name}", args=[ref])).status_code == 302, name
    neighbour = make_actor(Role.ADMINISTRATOR, other_municipality)
    client = Client()
    client.force_login(neighbour.user)  # type: ignore[arg-type]
    assert client.get(reverse("forms_desk:form", args=[ref])).status_code in (302, 403)
    assert client.get(reverse("forms_desk:form", args=[ref]), headers={"host": "elva.localhost"}).status_code == 404
    with municipality_scope(other_municipality):
        assert not queries.visible_to(neighbour).exists()
        with pytest.raises(PermissionDenied):
            actions.publish(version.form, neighbour)
    assert not queries.visible_to(Actor.resident(person_id=1)).exists()


def test_a_published_version_never_changes(version: FormVersion, service: Service) -> None:
    for attempt in (
        lambda: FormVersion.objects.filter(pk=version.pk).update(definition={}),
        lambda: FormVersion.objects.filter(pk=version.pk)._raw_delete("default"),
        lambda: FormVersion.objects.filter(pk=version.pk).update(number=7),
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            attempt()
    FormVersion.objects.filter(pk=version.pk).update(published_by=None)


def test_publishing_the_same_draft_again_makes_no_version(version: FormVersion) -> None:
    form = version.form
    actions.close(form, Actor.system())
    assert actions.publish(form, Actor.system()) == version
    assert queries.published(form.service) == version


def test_one_form_of_a_service_is_open_at_a_time(version: FormVersion, service: Service) -> None:
    second = factory.published(service, name="Uus vorm")
    assert queries.published(service) == second
    version.form.refresh_from_db()
    assert not version.form.is_open
    with pytest.raises(DatabaseError), transaction.atomic():
        Form.objects.filter(pk=version.form_id).update(is_open=True)


def test_an_invalid_draft_is_rejected_and_nothing_changes(version: FormVersion, editor: Actor) -> None:
    form = version.form
    before = form.draft
    with pytest.raises(FormError):
        actions.save_draft(
            form, {"steps": [{"key": "a", "fields": [{"key": "b", "kind": "x"}]}]}, editor, seen_revision=form.revision
        )
    form.refresh_from_db()
    assert form.draft == before


def test_lists_use_a_fixed_number_of_queries(make_actor: Make, service: Service, municipality: Municipality) -> None:
    client = Client()
    client.force_login(make_actor(Role.EDITOR).user)  # type: ignore[arg-type]
    client.get(reverse("forms_desk:list"))
    counts = {}
    for number in range(1, 41):
        factory.form(service, name=f"Vorm {number}")
        if number in (10, 40):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(reverse("forms_desk:list")).status_code == 200
            counts[number] = len(asked)
    assert counts[10] == counts[40]
