"""Writers keep their municipality's life events in the admin; those of all are the platform operator's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from raekoda.identity.accounts.models import Role, User
from raekoda.platform.core.models import Municipality
from raekoda.selfservice.lifeevents.models import LifeEvent

ADD, EDIT = "lifeevents-admin:add", "lifeevents-admin:edit"


def desk(user: User, host: str = "tartu.localhost") -> Client:
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client(headers={"host": host})
    client.force_login(user)
    return client


def form(**changes: str) -> dict[str, Any]:
    """A life event with one question and one step, as a browser sends it."""
    formset = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}
    return {
        "title_et": "Lapse sünd", "slug": "lapse-sund", "is_published": "on",
        **{f"{name}-{key}": value for name in ("questions", "steps") for key, value in formset.items()},
        "questions-0-key": "registered", "questions-0-kind": "choice", "questions-0-text_et": "Kas sünd on registreeritud?",
        "questions-0-answers_et": "yes: Jah\nno: Ei", "questions-0-ORDER": "1", "questions-0-id": "",
        "steps-0-key": "register", "steps-0-title_et": "Registreeri sünd", "steps-0-when": "now", "steps-0-provider": "here",
        "steps-0-service_slug": "sunni-registreerimine", "steps-0-shown_if": "registered=no", "steps-0-ORDER": "1",
        "steps-0-id": "", **changes,
    }  # fmt: skip


def test_an_editor_writes_a_life_event(municipality: Municipality, make_staff: Callable[..., User]) -> None:
    client = desk(make_staff(Role.EDITOR))
    answer = client.post(reverse(ADD), form())
    assert answer.status_code == 302, answer.context["form"].errors
    event = LifeEvent.objects.get()
    assert (event.municipality, event.questions.count(), event.steps.count()) == (municipality, 1, 1)
    page = client.get("/elusundmused/lapse-sund/kysimus/registered/").content.decode()
    assert "Kas sünd on registreeritud?" in page and "Jah" in page
    assert client.get(reverse(EDIT, args=[event.pk])).status_code == 200
    assert client.get(reverse("lifeevents-admin:index")).status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"questions-0-answers_et": "Jah\nEi"}, {"questions-0-answers_et": "yes: Jah\nyes: Ei"},
              {"steps-0-shown_if": "registered"}, {"slug": ""}],
)  # fmt: skip
def test_invalid_values_are_reported(
    municipality: Municipality, make_staff: Callable[..., User], wrong: dict[str, str]
) -> None:
    assert desk(make_staff(Role.EDITOR)).post(reverse(ADD), form(**wrong)).status_code == 200
    assert not LifeEvent.objects.exists()


def test_what_all_show_is_the_platform_operators(event: LifeEvent, make_staff: Callable[..., User]) -> None:
    client = desk(make_staff(Role.ADMINISTRATOR))
    client.post(reverse(EDIT, args=[event.pk]), form(title_et="Muudetud"))
    client.post(reverse("lifeevents-admin:delete", args=[event.pk]))
    assert LifeEvent.objects.get().title_et == "Lähedase surm"
    operator = User.objects.create_superuser("platvorm", "p@example.ee", "pikk-parool-1")
    answer = desk(operator).post(reverse(ADD), form(for_all="on"))
    assert answer.status_code == 302, answer.context["form"].errors
    assert LifeEvent.objects.get(slug="lapse-sund").municipality is None


@pytest.mark.parametrize(
    ("role", "may"), [(Role.EDITOR, True), (Role.SERVICE_OWNER, True), (Role.ADMINISTRATOR, True), (Role.OFFICIAL, False),
                      (Role.OPERATOR, False), (Role.ANALYST, False)],
)  # fmt: skip
def test_who_may_write(municipality: Municipality, make_staff: Callable[..., User], role: Role, may: bool) -> None:
    client = desk(make_staff(role))
    assert (client.get(reverse(ADD)).status_code == 200) is may
    client.post(reverse(ADD), form())
    assert LifeEvent.objects.exists() is may


def test_another_municipalitys_event_is_nobody_elses(
    municipality: Municipality, other_municipality: Municipality, make_staff: Callable[..., User]
) -> None:
    own = LifeEvent.objects.create(municipality=municipality, slug="oma", title_et="Tartu oma")
    client = desk(make_staff(Role.ADMINISTRATOR, other_municipality), "elva.localhost")
    assert client.get(reverse(EDIT, args=[own.pk])).status_code == 404
    assert client.post(reverse("lifeevents-admin:delete", args=[own.pk])).status_code == 404
    assert "Tartu oma" not in client.get(reverse("lifeevents-admin:index")).content.decode()
