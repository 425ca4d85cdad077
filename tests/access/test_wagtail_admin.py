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
    "haldus/^.*/$": "adds a slash to any address",
}
OF_ALL = {
    "haldus/choose-page/<int:parent_page_id>/": "pages are chosen for links; their titles are public",
    "haldus/editing-sessions/release/<int:session_id>/": "ends nothing that is another's, and shows nothing",
    "haldus/pages/usage/<slug:content_type_app_name>/<slug:content_type_model_name>/": "names a kind of pages",
    "haldus/pages/usage/<slug:content_type_app_name>/<slug:content_type_model_name>/results/": "the same",
    "haldus/pages/workflow/confirm_cancellation/<int:page_id>/": "a question without the page's content",
    "haldus/elusundmused/": "life events of the installation",
    "haldus/kone-tulemused/": "what came of calls: the same list everywhere",
    "haldus/linnaosad/": "areas of the installation; the history tells who changed a boundary",
}
"""Beginnings of paths that answer to keys of another municipality, with the reason."""
FAULTS = {
    "haldus/failwhale/": "Wagtail's page for trying out its page of errors",
    "haldus/choose-external-link/": "Wagtail expects fields that its own form always sends",
    "haldus/pages/<int:page_id>/copy/": "the same",
    "haldus/pages/<int:page_id>/edit/": "the same: the number of blocks",
    "haldus/pages/<int:page_id>/revisions/": "the same",
    "haldus/pages/add/": "the same",
    "haldus/pakkumiste-reeglid/": "the same",
    "haldus/toetuste-reeglid/": "the same",
    "haldus/redirects/import/process/": "the same",
    "haldus/snippets/choose/": "the same",
}
"""Beginnings of paths that may answer 500 to an empty form of somebody who is signed in to the administration."""
DELETING = "/delete/"
"""What is in use is refused by Wagtail's index of references, which tests do not keep up (``tests/conftest.py``)."""
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
    revision = page.specific.save_revision()
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
        answers = statuses(client, places[path], **host) if not path.startswith(tuple(OF_ALL)) else []
        if any(status not in NOT_OPENED for status in answers):
            opened[path] = answers
    assert opened == {}


@pytest.mark.parametrize(("who", "turn"), [("editor", 0), ("administrator", 1), ("superuser", 2)])
def test_no_page_of_the_administration_fails(town: Town, places: dict[str, str], who: str, turn: int) -> None:
    """In turn each path is read by one of them."""
    client, wrong = town.browser(who), {}
    client.raise_request_exception = False
    for path in PATHS[turn::3]:
        with as_it_was():
            answer = client.get(places[path])
            whole(answer)
        if answer.status_code >= 500 and path not in FAULTS and DELETING not in path:
            wrong[path] = answer.status_code
    assert wrong == {}


@pytest.mark.soak
@pytest.mark.parametrize("who", ["editor", "administrator", "superuser"])
def test_no_page_and_no_empty_form_fails(town: Town, places: dict[str, str], who: str) -> None:
    client, wrong = town.browser(who), {}
    client.raise_request_exception = False
    for path in PATHS:
        if not path.startswith((*SIGNING_IN, *FAULTS)) and DELETING not in path:
            found = statuses(client, places[path])
            if any(status >= 500 for status in found):
                wrong[path] = found
    assert wrong == {}
