"""Every path of the installation that shows what is somebody's stands behind a door: found from the list of paths itself."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from raekoda.platform.core.models import Municipality
from tests.access.town import paths

OWN, DESK = "iseteenindus/", "toolaud/"
OPEN_OF_DESK = {"toolaud/sisene/", "toolaud/valju/", "toolaud/parool/<uidb64>/<token>/", "toolaud/kutse/<str:token>/"}
SAMPLES = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000000"}


def filled(path: str) -> str:
    """An address that fits the path."""
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda part: SAMPLES.get(part[1] or "", "x" * 10), path)


RESIDENTS = sorted(path for path in paths() if path.startswith(OWN))
STAFFS = sorted(path for path in paths() if path.startswith(DESK) and path not in OPEN_OF_DESK)


@pytest.mark.parametrize(
    ("doors", "sign_in"), [(RESIDENTS, "/sisene/"), (STAFFS, "/toolaud/sisene/")], ids=["residents", "staff"]
)
def test_a_stranger_is_sent_to_sign_in(
    municipality: Municipality, client: Client, doors: list[str], sign_in: str
) -> None:
    let_in = []
    for path in doors:
        for method in (client.get, client.post):
            answer = method(filled(path))
            sent_there = answer.status_code == 302 and answer["Location"].startswith(sign_in)
            if not sent_there and answer.status_code != 405:
                let_in.append((path, answer.status_code))
    assert let_in == []


def test_pages_of_residents_and_staff_are_many() -> None:
    assert len(RESIDENTS) > 5 and len(STAFFS) > 100
