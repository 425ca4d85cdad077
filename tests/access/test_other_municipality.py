"""Keys of one municipality open nothing at another's host, and no form accepts them: in paths, queries and fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django import forms
from django.test import Client

from raekoda.casework.cases.models import AnswerTemplate, Attachment, Case, CaseParticipant
from raekoda.casework.webhooks.models import Endpoint
from raekoda.channels.dhx.models import Participant
from raekoda.channels.open311.models import ApiKey, Partner
from raekoda.identity.accounts.models import Membership, Unit, User
from raekoda.identity.places.models import Area
from raekoda.platform.core.models import Host, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.assets.models import Asset, Layer
from raekoda.registry.benefits.models import Benefit
from raekoda.registry.services.models import Service, Topic
from raekoda.selfservice.bookings.models import Group, Resource
from tests.access.crossings import crossings
from tests.access.open_paths import OF_SOMEBODY, addresses
from tests.access.tables import SIGNED_IN
from tests.access.test_matrix import DESK, RESIDENTS, whole
from tests.access.town import Town, as_it_was

pytestmark = pytest.mark.django_db
REFUSED = (403, 404, 405)
NAMES_OF_ALL = {
    "toolaud/kirjad/sonastus/<str:name>/<str:language>/": "a letter has the same name everywhere",
    "toolaud/kirjad/sonastus/<str:name>/<str:language>/tagasi/": "the same",
    "toolaud/registrid/<str:key>/": "a register has the same name everywhere",
    "toolaud/registrid/<str:key>/proovi/": "the same",
    "toolaud/oigused/rollid/<slug:role>/algseis/": "a role has the same name everywhere",
    "toolaud/isikud/<str:ref>/": "leads to the page that asks for a reason, whoever it is",
    "toolaud/vaatamised/<str:ref>/": "the same",
    "abiline/<str:ref>/hinnang/": "thanks for a judgement, whatever it is of",
    "iseteenindus/taotlused/alusta/<slug:slug>/": "a service has the same name everywhere",
}
"""Paths whose parts name something that every municipality has, of its own, or that answer alike to every key."""
FIELDS_OF = {
    "area": Area, "areas": Area, "asset": Asset, "attachment": Attachment, "attachments": Attachment, "benefit": Benefit,
    "case": Case, "endpoint": Endpoint, "group": Group, "key": ApiKey, "layer": Layer, "membership": Membership,
    "parent": Unit, "participant": Participant, "partner": Partner, "resource": Resource, "service": Service,
    "services": Service, "set_service": Service, "template": AnswerTemplate, "topic": Topic, "topics": Topic, "unit": Unit,
}  # fmt: skip
"""Fields of forms by name, with the model whose foreign keys are sent in them."""
OF_USERS = ("official", "user", "colleague", "deputy", "head")
"""Fields of forms that choose a member of staff."""
OF_NO_MUNICIPALITY = {"code": "what came of a call: the same list everywhere"}
WORDS = dict.fromkeys(("name", "text", "reason", "title", "subject", "explanation", "question", "words"), "Proov")
BATCH = 20
STRANGER = "matrix.elsewhere"


def elsewhere(town: Town) -> dict[str, Any]:
    """The host of the other municipality."""
    other = Municipality.objects.get(code="0171")
    return {"HTTP_HOST": Host.objects.get(municipality=other, is_primary=True).name}


def opened(client: Client, places: dict[str, str], **headers: Any) -> dict[str, list[int]]:
    """Paths at which something was shown or done, with the statuses of reading and writing."""
    found = {}
    for path, place in places.items():
        with as_it_was():
            answers = [client.get(place, **headers), client.post(place, **headers)]
            for answer in answers:
                whole(answer)
        statuses = [NOT_SIGNED_IN if _to_sign_in(answer) else answer.status_code for answer in answers]
        if any(status not in REFUSED for status in statuses):
            found[path] = statuses
    return found


NOT_SIGNED_IN = 403


def _to_sign_in(answer: Any) -> bool:
    return answer.status_code == 302 and "/sisene/" in answer["Location"]


def with_keys(town: Town, table: Iterable[str]) -> dict[str, str]:
    return {path: town.addresses[path] for path in table if "<" in path and path not in NAMES_OF_ALL}


def test_staff_of_another_municipality_open_nothing_by_its_keys(town: Town) -> None:
    client, host = town.browser("elsewhere"), elsewhere(town)
    assert client.get("/toolaud/", **host).status_code == 200
    assert opened(client, with_keys(town, DESK), **host) == {}


@pytest.mark.parametrize("who", SIGNED_IN)
def test_residents_open_nothing_of_theirs_at_another_host(town: Town, who: str) -> None:
    client, host = town.browser(who), elsewhere(town)
    assert opened(client, with_keys(town, RESIDENTS), **host) == {}


def test_links_of_letters_open_nothing_at_another_host(town: Town) -> None:
    places = dict(zip(OF_SOMEBODY, addresses(OF_SOMEBODY), strict=True))
    case = Case.objects.filter(is_public=True).latest("pk")
    places |= {
        "token": f"/minu/{case.token}/", "public": f"/teated/{case.ref}/", "api": f"/api/v1/cases/{case.ref}",
        "open311": f"/open311/v2/requests/{case.number}.json",
    }  # fmt: skip
    here = {path: Client().get(places[path]).status_code for path in ("token", "public", "api", "open311")}
    assert set(here.values()) == {200}, here
    assert (
        opened(Client(), {path: place for path, place in places.items() if path not in NAMES_OF_ALL}, **elsewhere(town))
        == {}
    )


def foreign_values() -> dict[str, str]:
    """Keys of the other municipality's records for every field of a form that may choose one."""
    with municipality_scope(Municipality.objects.get(code="0171")):
        keys = {name: model.objects.order_by("pk").last() for name, model in FIELDS_OF.items()}
        case = Case.objects.latest("pk")
        by_number = dict.fromkeys(("into", "number", "juhtum"), case.number)
        stranger = dict.fromkeys(OF_USERS, str(User.objects.get(username=STRANGER).pk))
        return WORDS | by_number | stranger | {name: str(row.pk) for name, row in keys.items() if row is not None}


def test_fields_that_choose_a_record_are_tried() -> None:
    """A new name of such a field is added to ``FIELDS_OF``, or to the names that are of no municipality."""
    names = {
        name
        for form in _forms(forms.BaseForm)
        if form.__module__.startswith("raekoda.")
        for name, field in form.base_fields.items()  # type: ignore[attr-defined]
        if isinstance(field, forms.ModelChoiceField)
    }
    assert names - FIELDS_OF.keys() - OF_NO_MUNICIPALITY.keys() - {*OF_USERS} == set()


def _forms(form: type) -> Iterable[type]:
    for each in form.__subclasses__():
        yield from (each, *_forms(each))


@pytest.mark.parametrize(
    "who",
    [
        "official+administrator",
        *(pytest.param(who, marks=pytest.mark.soak) for who in ("operator+editor", "service_owner")),
    ],
)
def test_no_form_accepts_a_key_of_another_municipality(town: Town, who: str) -> None:
    client, values, sent = town.browser(who), foreign_values(), 0
    assert crossings() == []
    known = sorted(DESK)
    for paths in (known[begin : begin + BATCH] for begin in range(0, len(known), BATCH)):
        with as_it_was():
            for path in paths:
                answer = client.post(town.addresses[path], values | town.sent.get(path, {}))
                assert answer.status_code < 500, path
                sent += answer.status_code in (200, 302, 422)
            assert crossings() == [], paths
            assert not Case.objects.filter(official__username=STRANGER).exists(), paths
            assert not CaseParticipant.objects.filter(user__username=STRANGER).exists(), paths
    assert sent > 20


def test_a_crossing_is_found(town: Town) -> None:
    with as_it_was():
        with municipality_scope(Municipality.objects.get(code="0171")):
            unit = Unit.objects.latest("pk")
        Case.objects.filter(pk=Case.objects.latest("pk").pk).update(unit=unit)
        assert crossings() == ["cases.Case.unit"]
