"""Permissions on files of cases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from raekoda.casework.cases import actions
from raekoda.casework.cases.models import Attachment, Case, Message
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.files import PreparedFile, prepare_image
from raekoda.platform.core.models import Municipality
from raekoda.registry.services.models import Service
from tests.casework.cases.conftest import SENDER
from tests.casework.cases.site.conftest import HERE, photo

MakeCase = Callable[..., Case]
PDF = PreparedFile("leping.pdf", b"%PDF-1.4 x", "application/pdf")


@pytest.fixture
def case(make_case: MakeCase, lamps: Service) -> Case:
    return make_case(service=lamps, point=HERE, contact=SENDER, files=[prepare_image(photo()), PDF])


def picture(case: Case) -> Attachment:
    return case.attachments.get(content_type="image/jpeg")


def test_a_stranger_gets_released_photos_of_public_reports_only(client: Client, case: Case, official: Actor) -> None:
    path = f"/failid/{picture(case).ref}/"
    assert client.get(path).status_code == 404
    actions.release_attachment(picture(case), actor=official)
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Type"] == "image/jpeg"
    assert not response.headers.get("Content-Disposition", "").startswith("attachment")
    assert client.get(f"{path}?suurus=vaike").status_code == 200
    Case.objects.filter(pk=case.pk).update(is_public=False)
    assert client.get(path).status_code == 404


def test_the_sender_gets_own_files_by_the_private_link(client: Client, case: Case) -> None:
    response = client.get(f"/minu/{case.token}/failid/{case.attachments.get(name='leping.pdf').ref}/")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert client.get(f"/minu/{case.token}/failid/{picture(case).ref}/").status_code == 200


def test_the_link_of_one_case_opens_no_file_of_another(client: Client, case: Case, make_case: MakeCase) -> None:
    other = make_case(text="Muu asi")
    assert client.get(f"/minu/{other.token}/failid/{picture(case).ref}/").status_code == 404


def test_files_of_notes_are_not_the_senders(client: Client, case: Case, official: Actor) -> None:
    note = actions.note(case, text="Sisemine", actor=official) or case.messages.get(kind=Message.Kind.NOTE)
    internal = picture(case)
    internal.message = note
    internal.save()
    assert client.get(f"/minu/{case.token}/failid/{internal.ref}/").status_code == 404


def test_staff_get_files_where_they_work_and_nowhere_else(
    case: Case, official: Actor, other_municipality: Municipality
) -> None:
    path = f"/failid/{picture(case).ref}/"
    here = Client()
    here.force_login(official.user)  # type: ignore[arg-type]
    assert here.get(path).status_code == 200
    elsewhere = Client(HTTP_HOST="elva.localhost")
    elsewhere.force_login(official.user)  # type: ignore[arg-type]
    assert elsewhere.get(path).status_code == 404
