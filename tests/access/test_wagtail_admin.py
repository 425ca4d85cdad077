"""Wagtail's administration, all of its paths: who has no access opens none, and keys of another municipality open none."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Revision

from raekoda.platform.core.models import Municipality
from raekoda.publishing.website.models import MunicipalitySite
from tests.access.samples import ADMINISTERED
from tests.access.test_matrix import whole
from tests.access.test_other_municipality import elsewhere
from tests.access.town import Town, as_it_was, paths
from tests.selfservice.applications.test_pages import picture

pytestmark = pytest.mark.django_db
WITHOUT_ACCESS = ("visitor", "owner", "operator", "official", "analyst")
NOT_OPENED = (302, 401, 403, 404, 405)
SIGNING_IN = {
    "haldus/login/": "sends to sign in",
    "haldus/logout/": "signs out",
    "haldus/password_reset/": "sends to sign in",
}
PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
PATHS = sorted(path for path in paths() if path.startswith("haldus/"))
WITH_KEYS = [path for path in PATHS if PART.search(path)]


@pytest.fixture(scope="module")
def places(town: Town) -> dict[str, str]:
    """Addresses of all paths, with keys of what belongs to the municipality."""
    with as_it_was():
        yield _places(town)


def _places(town: Town) -> dict[str, str]:
    website = MunicipalitySite.objects.get(municipality=town.municipality)
    page, collection = website.site.root_page, website.collection
    image = get_image_model().objects.create(title="Pilt", file=picture(), collection=collection)
    document = get_document_model().objects.create(title="Fail", file=ContentFile(b"x", "x.txt"), collection=collection)
    revision = page.save_revision()
    known = {
        "image_id": image.pk, "document_id": document.pk, "doc_id": document.pk, "collection_id": collection.pk,
        "revision_id": revision.pk, "revision_id_a": revision.pk, "revision_id_b": "latest", "page_id": page.pk,
        "parent_page_id": page.pk, "page_to_move_id": page.pk, "page_pk": page.pk, "destination_id": page.pk,
        "content_type_app_name": "website", "content_type_model_name": page.specific_class._meta.model_name,
        "app_label": "services", "app_name": "services", "model_name": "service", "action_name": "publish",
        "filter_spec": "width-100", "object_id": page.pk,
    }  # fmt: skip
    by_area = {"haldus/pages/": page.pk, "haldus/images/": image.pk, "haldus/documents/": document.pk}
    by_area |= {"haldus/collections/": collection.pk}
    by_area |= {f"haldus/{place}/": model.objects.latest("pk").pk for place, model in ADMINISTERED.items()}  # type: ignore[attr-defined]
    return {path: _filled(path, known, by_area) for path in PATHS}


def _filled(path: str, known: dict[str, Any], by_area: dict[str, Any]) -> str:
    key = next((key for area, key in by_area.items() if path.startswith(area)), Revision.objects.latest("pk").pk)
    names = known | {"pk": key}
    return "/" + PART.sub(lambda part: str(names.get(part[1] or part[2], 1)), path).replace("^", "").replace("$", "")


def statuses(client: Client, place: str, **headers: Any) -> list[int]:
    """The statuses of reading and of writing."""
    with as_it_was():
        answers = [client.get(place, **headers), client.post(place, **headers)]
        for answer in answers:
            whole(answer)
    return [answer.status_code for answer in answers]


def test_the_administration_has_many_paths() -> None:
    assert len(PATHS) > 300 and len(WITH_KEYS) > 150


@pytest.mark.parametrize("who", WITHOUT_ACCESS)
def test_who_has_no_access_opens_nothing(town: Town, places: dict[str, str], who: str) -> None:
    """In turn each path by one of them; an answer that leads on leads to sign in."""
    client, opened = town.browser(who), {}
    for number, path in enumerate(PATHS):
        if path not in SIGNING_IN and number % len(WITHOUT_ACCESS) == WITHOUT_ACCESS.index(who):
            with as_it_was():
                answer = client.get(places[path])
                whole(answer)
            leads_on = answer.status_code == 302 and "/sisene/" not in answer["Location"]
            if answer.status_code not in NOT_OPENED or leads_on:
                opened[path] = answer.status_code
    assert opened == {}


def test_keys_of_another_municipality_open_nothing(town: Town, places: dict[str, str]) -> None:
    client, host = town.browser("elsewhere"), elsewhere(town)
    assert client.get("/haldus/", **host).status_code == 200
    opened = {}
    for path in WITH_KEYS:
        answers = statuses(client, places[path], **host)
        if any(status not in NOT_OPENED for status in answers):
            opened[path] = answers
    assert opened == {}


@pytest.mark.parametrize("who", ["editor", "administrator", "superuser"])
def test_no_page_of_the_administration_fails(town: Town, places: dict[str, str], who: str) -> None:
    client, wrong = town.browser(who), {}
    client.raise_request_exception = False
    for path in PATHS:
        found = statuses(client, places[path]) if path not in SIGNING_IN else []
        if any(status >= 500 for status in found):
            wrong[path] = found
    assert wrong == {}


def test_a_document_is_served_at_the_host_of_its_municipality(town: Town, places: dict[str, str]) -> None:
    with as_it_was():
        other = Municipality.objects.get(code="0171")
        collection = MunicipalitySite.objects.get(municipality=other).collection
        document = get_document_model().objects.create(title="x", file=ContentFile(b"x", "x.txt"), collection=collection)
        assert statuses(Client(), document.url, **elsewhere(town))[0] == 200
        assert statuses(Client(), document.url)[0] == 404
