"""Who reads and sends letters of the state mailbox: by their case."""

from __future__ import annotations

from collections.abc import Callable

from raekoda.casework.cases.models import Case
from raekoda.channels.postkast import queries
from raekoda.channels.postkast.models import Letter, Template
from raekoda.identity.accounts.models import Role, Unit
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from tests.casework.cases.rights import browser, matters, member_of


def test_letters_are_read_by_their_case(
    municipality: Municipality,
    make_case: Callable[..., Case],
    unit: Unit,
    other_unit: Unit,
) -> None:
    cases = matters(make_case, unit, other_unit)
    template = Template.objects.create(municipality=municipality, remote_id="1", name="Teade", seen_at=clock.now())
    named = {"own": cases.own, "other": cases.other, "special": cases.special}
    letters = {
        name: Letter.objects.create(
            municipality=municipality, case=case, template=template, language="et", recipient="CITIZEN",
            code_digest="0" * 64, title=f"Kiri {name}", state=Letter.State.FAILED, operation_id="x", created_at=clock.now(),
        )
        for name, case in named.items()
    }  # fmt: skip
    of_unit = member_of(municipality, "uks", unit)
    expected = {
        of_unit: {"own"},
        member_of(municipality, "lapsed", unit, categories=["child"]): {"own", "special"},
        member_of(municipality, "koik", None): {"own", "other"},
        member_of(municipality, "haldur", None, Role.ADMINISTRATOR): set(),
    }
    for actor, names in expected.items():
        assert {name for name, each in letters.items() if queries.visible_to(actor).filter(pk=each.pk)} == names
        for permission in ("view", "send"):
            held = {name for name, each in letters.items() if actor.may(f"statebox.{permission}", each)}
            assert held == names, (actor.user, permission)
    client = browser(of_unit)
    page = client.get("/toolaud/postkast/").content.decode()
    assert cases.own.number in page and cases.other.number not in page and cases.special.number not in page
    for name, letter in letters.items():
        code = client.get(f"/toolaud/postkast/kirjad/{letter.external_id}/").status_code
        assert code == (200 if name == "own" else 404), name
    assert client.get(f"/toolaud/postkast/uus/{cases.other.number}/").status_code == 404
