"""Editors see how far search by meaning is; administrators may begin it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from raekoda.identity.accounts.models import Role
from raekoda.platform.core.models import Municipality
from raekoda.platform.search.index import put
from raekoda.platform.search.vectors import embed_some, ensure_model

PAGE = "/toolaud/otsing/"


@pytest.fixture
def content(municipality: Municipality) -> Municipality:
    put(municipality, "page", "1", "et", "Raamatukogu", "Raamatukogu on avatud laupäeval.", "/1/")
    embed_some(ensure_model())
    put(municipality, "page", "2", "et", "Turg", "Turg on avatud pühapäeval.", "/2/")
    return municipality


def test_the_page_tells_how_many_passages_have_vectors(content: Municipality, signed_in: Callable[..., Client]) -> None:
    page = signed_in(Role.EDITOR).get(PAGE)
    assert "2 lõiku 4 lõigust" in page.content.decode()
    assert "hx-get" in page.content.decode() and "Alusta kohe" not in page.content.decode()


def test_an_administrator_begins_it_once(content: Municipality, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    for _ in range(2):
        assert client.post(f"{PAGE}alusta/").status_code == 302
    assert ProcrastinateJob.objects.filter(task_name="search.embed", status="todo").count() == 1


def test_strangers_and_operators_do_not_see_it(content: Municipality, signed_in: Callable[..., Client]) -> None:
    assert Client().get(PAGE).status_code == 302
    assert signed_in(Role.OPERATOR).get(PAGE).status_code == 403
    assert signed_in(Role.EDITOR).post(f"{PAGE}alusta/").status_code == 403
