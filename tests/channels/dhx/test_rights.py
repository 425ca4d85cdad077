"""Who reads documents of the exchange: by their case, and without one who directs them or wrote them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from raekoda.casework.cases.models import Case
from raekoda.channels.dhx import panels, queries
from raekoda.channels.dhx.actions import writing
from raekoda.channels.dhx.models import Document, Route
from raekoda.identity.accounts.models import Role, Unit
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from tests.casework.cases.rights import browser, matters, member_of


def test_documents_are_read_by_their_case(
    municipality: Municipality,
    make_case: Callable[..., Case],
    unit: Unit,
    other_unit: Unit,
) -> None:
    cases = matters(make_case, unit, other_unit)
    of_unit = member_of(municipality, "uks", unit)
    named = {"own": cases.own, "other": cases.other, "special": cases.special, "none": None, "written": None}
    documents = {
        name: Document.objects.create(
            municipality=municipality, direction="out", route="dhx", state="waiting", case=case, partner_id="p",
            consignment_id=name, size=1, sha256="0" * 64, guid=name, title=f"Kiri {name}", at=clock.now(),
            author=of_unit.user if name == "written" else None,
        )
        for name, case in named.items()
    }  # fmt: skip
    expected = {
        of_unit: {"own", "written"},
        member_of(municipality, "lapsed", unit, categories=["child"]): {"own"},
        member_of(municipality, "koik", None): {"own", "other", "none", "written"},
        member_of(municipality, "haldur", None, Role.ADMINISTRATOR): set(),
    }
    for actor, names in expected.items():
        assert {name for name, each in documents.items() if queries.visible_to(actor).filter(pk=each.pk)} == names
        assert {name for name, each in documents.items() if actor.may("exchange.look", each)} == names, actor.user
    client = browser(of_unit)
    listed = client.get("/toolaud/dokumendid/?seis=valja").content.decode()
    assert "Kiri own" in listed and "Kiri other" not in listed and "Kiri special" not in listed
    codes = {name: client.get(f"/toolaud/dokumendid/{each.ref}/").status_code for name, each in documents.items()}
    assert codes == {"own": 200, "other": 404, "special": 404, "none": 404, "written": 200}
    of_children = next(actor for actor in expected if actor.user.username == "lapsed")  # type: ignore[union-attr]
    shown = panels.panel(cases.special, of_children)
    assert shown is not None and shown["documents"] == []


def test_a_document_is_written_from_a_case_that_its_author_handles(
    municipality: Municipality,
    make_case: Callable[..., Case],
    unit: Unit,
    other_unit: Unit,
) -> None:
    cases = matters(make_case, unit, other_unit)
    of_unit = member_of(municipality, "uks", unit)
    for case in (cases.other, cases.special):
        with pytest.raises(PermissionDenied):
            writing.write(writing.Letter(title="x", text="x"), route=Route.FOLDER, case=case, actor=of_unit)
        assert browser(of_unit).get(f"/toolaud/dokumendid/uus/?juhtum={case.number}").status_code == 404
