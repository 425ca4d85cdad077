"""Who reads and hears recordings: by the case of their call, and without one who directs them."""

from __future__ import annotations

from collections.abc import Callable

from raekoda.casework.cases.models import Case
from raekoda.channels.calls.models import Call
from raekoda.channels.recordings import queries
from raekoda.channels.recordings.models import Recording
from raekoda.identity.accounts.models import Role, RoleSetting, Unit
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from tests.casework.cases.rights import browser, matters, member_of


def test_recordings_follow_the_case_of_their_call(
    municipality: Municipality,
    make_case: Callable[..., Case],
    unit: Unit,
    other_unit: Unit,
) -> None:
    cases, now = matters(make_case, unit, other_unit), clock.now()
    of_unit = member_of(municipality, "uks", unit)
    recordings: dict[str, Recording] = {}
    named = {"own": cases.own, "other": cases.other, "special": cases.special, "none": None, "uploaded": None}
    for number, (name, case) in enumerate(named.items()):
        recordings[name] = Recording.objects.create(
            municipality=municipality, kind="audio", format="wav", source="api", size=1, sha256=str(number) * 64,
            received_at=now, delete_after=clock.today(), state="ready", transcript=f"Jutt {name}",
            received_by=of_unit.user if name == "uploaded" else None,
        )  # fmt: skip
        if case is not None:
            Call.objects.create(
                municipality=municipality, case=case, recording=recordings[name], started_at=now, ended_at=now
            )
    expected = {
        of_unit: {"own", "uploaded"},
        member_of(municipality, "lapsed", unit, categories=["child"]): {"own"},
        member_of(municipality, "koik", None): {"own", "other", "none", "uploaded"},
        member_of(municipality, "telefon", None, Role.OPERATOR): set(),
        member_of(municipality, "haldur", None, Role.ADMINISTRATOR): set(),
    }
    for actor, names in expected.items():
        assert {name for name, each in recordings.items() if queries.visible_to(actor).filter(pk=each.pk)} == names
        for permission in ("view", "hear", "decide"):
            held = {name for name, each in recordings.items() if actor.may(f"recordings.{permission}", each)}
            assert held == names, (actor.user, permission)
    client = browser(of_unit)
    for name, each in recordings.items():
        code = 200 if name in expected[of_unit] else 404
        assert client.get(f"/toolaud/salvestised/{each.ref}/").status_code == code, name
        assert (client.get(f"/toolaud/salvestised/{each.ref}/fail/").status_code == 404) is (code == 404), name
    RoleSetting.objects.create(municipality=municipality, role=Role.OFFICIAL, capabilities=["handle"])
    reader = member_of(municipality, "lugeja", unit)
    assert reader.may("recordings.view", recordings["own"]) and not reader.may("recordings.hear", recordings["own"])
