"""Who reads incoming letters: by their case, and without one who directs them."""

from __future__ import annotations

from collections.abc import Callable

from raekoda.casework.cases.models import Case
from raekoda.channels.mailbox import presenters, queries
from raekoda.channels.mailbox.models import Content, Mail, State
from raekoda.identity.accounts.models import Role, RoleSetting, Unit
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from tests.casework.cases.rights import browser, matters, member_of


def test_letters_are_read_by_their_case(
    municipality: Municipality, make_case: Callable[..., Case], unit: Unit, other_unit: Unit
) -> None:
    cases = matters(make_case, unit, other_unit)
    mails: dict[str, Mail] = {}
    for name, case in (("own", cases.own), ("other", cases.other), ("special", cases.special), ("none", None)):
        mails[name] = Mail.objects.create(
            municipality=municipality, door="http", received_at=clock.now(), size=10, fingerprint=name, case=case,
            state=State.CASE if case else State.HELD, subject=f"Teema {name}", sender=f"{name}@example.ee",
        )  # fmt: skip
        Content.objects.create(
            municipality=municipality, mail=mails[name], raw=b"From: x\r\n\r\nx", text=f"Sisu {name}"
        )
    of_unit = member_of(municipality, "uks", unit)
    actors = {
        of_unit: {"own"},
        member_of(municipality, "lapsed", unit, categories=["child"]): {"own"},
        member_of(municipality, "koik", None): {"own", "other", "none"},
        member_of(municipality, "telefon", None, Role.OPERATOR): {"own", "other", "none"},
        member_of(municipality, "haldur", None, Role.ADMINISTRATOR): set(),
    }
    for actor, expected in actors.items():
        seen = {name for name, mail in mails.items() if queries.visible_to(actor).filter(pk=mail.pk).exists()}
        assert seen == expected, actor.user
        assert {name for name, mail in mails.items() if actor.may("mailbox.view", mail)} == expected, actor.user
    client = browser(of_unit)
    listed = client.get("/toolaud/saabunud/?seis=koik").content.decode()
    assert "Teema own" in listed and "Teema other" not in listed and "Teema special" not in listed
    for name, mail in mails.items():
        code = 200 if name == "own" else 404
        assert client.get(f"/toolaud/saabunud/{mail.ref}/").status_code == code, name
        assert client.get(f"/toolaud/saabunud/{mail.ref}/algkiri/").status_code == code, name
    assert client.post(f"/toolaud/saabunud/{mails['none'].ref}/ara/", {"reason": "Rämps"}).status_code == 404
    assert presenters.case_panel_context(cases.special, of_unit) is None


def test_originals_need_their_own_right(
    municipality: Municipality, make_case: Callable[..., Case], unit: Unit, other_unit: Unit
) -> None:
    case = matters(make_case, unit, other_unit).own
    mail = Mail.objects.create(
        municipality=municipality,
        door="http",
        received_at=clock.now(),
        size=1,
        fingerprint="x",
        case=case,
        state=State.CASE,
    )
    RoleSetting.objects.create(municipality=municipality, role=Role.OFFICIAL, capabilities=["handle"])
    actor = member_of(municipality, "uks", unit)
    assert actor.may("mailbox.view", mail) and not actor.may("mailbox.raw", mail)
    assert browser(actor).get(f"/toolaud/saabunud/{mail.ref}/algkiri/").status_code == 403
