"""A municipality's own wording of letters: placeholders from an allow-list, preview, reset; nothing is executed."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from raekoda.casework.cases import actions
from raekoda.casework.cases.models import Outcome
from raekoda.casework.letters import editing, kinds, wording
from raekoda.casework.letters.models import Letter, Wording
from raekoda.identity.accounts.models import Role
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.dates import on_day
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from tests.casework.cases.conftest import SENDER, make_user

KINDS = [kind.name for kind in wording.letter_kinds]


@pytest.fixture
def owner(municipality: Municipality) -> Actor:
    return Actor.staff(make_user(municipality, "olev", Role.SERVICE_OWNER))


def save(owner: Actor, municipality: Municipality, name: str, subject: str, body: str, language: str = "et") -> None:
    kind = wording.letter_kinds.get(name)
    assert kind is not None
    editing.save_wording(kind, language, municipality=municipality, subject=subject, body=body, actor=owner)


def test_own_wording_is_used_until_it_is_reset(owner, municipality, make_case) -> None:
    body = "Hea {municipality} elanik!\n\nNumber {number}, vastame {due}.\n\n{text}"
    save(owner, municipality, "received", "Käes: {number}", body)
    case = make_case(contact=SENDER, text="Lamp {due} {% now 'Y' %} {{ case.token }}")
    sent_letter = Letter.objects.get()
    assert sent_letter.subject == f"Käes: {case.number}"
    assert f"Hea Tartu linn elanik!\n\nNumber {case.number}, vastame {on_day(case.due_on)}." in sent_letter.text
    assert "Lamp {due} {% now 'Y' %} {{ case.token }}" in sent_letter.text
    assert f"/minu/{case.token}/" in sent_letter.text

    kind = wording.letter_kinds.get("received")
    assert kind is not None
    editing.reset_wording(kind, "et", municipality=municipality, actor=owner)
    again = make_case(contact=SENDER)
    assert Letter.objects.get(case=again).subject == f"Saime Teie pöördumise kätte: {again.number}"


@pytest.mark.parametrize(
    ("body", "with_reply", "without_reply"),
    [
        (
            "Tere!\nSaime kätte ({number}). Vastame hiljemalt {due}. Aitäh!",
            "Vastame hiljemalt 7. mail 2031",
            "). Aitäh!",
        ),
        ("Number {number}, vastame {due}.\n{text}", ", vastame 7. mail 2031.", "Number {case.number}.\n"),
        (
            "{number}\nVastuse tähtaeg: {due}\nKõike head",
            "Vastuse tähtaeg: 7. mail 2031\n",
            "{case.number}\nKõike head",
        ),
    ],
)
def test_own_wording_promises_no_day_when_no_reply_is_expected(
    owner, municipality, make_case, monkeypatch, body: str, with_reply: str, without_reply: str
) -> None:
    save(owner, municipality, "received", "Käes: {number}", body)
    monkeypatch.setattr(kinds, "on_day", lambda value: "7. mail 2031")
    make_case(contact=SENDER, kind="enquiry", text="Millal?")
    assert with_reply in Letter.objects.get().text
    Letter.objects.all().delete()
    case = make_case(contact=SENDER, kind="feedback", text="Aitäh!")
    text = Letter.objects.get().text
    assert "2031" not in text
    assert "tähtaeg" not in text
    assert without_reply.replace("{case.number}", case.number) in text


def test_other_languages_and_municipalities_are_unchanged(owner, municipality, make_case, other_municipality) -> None:
    save(owner, municipality, "received", "Käes: {number}", "{number}")
    english = make_case(contact=SENDER, language="en")
    assert Letter.objects.get(case=english).subject.startswith("We have received")
    with municipality_scope(other_municipality):
        elva = make_case(municipality=other_municipality, contact=SENDER)
        assert Letter.objects.get(case=elva).subject.startswith("Saime Teie")


def test_answer_in_own_words(owner, municipality, make_case, official) -> None:
    save(owner, municipality, "answered", "Vastus {number}", "{answer}\n\n{outcome}\n{rating_link}")
    case = make_case(contact=SENDER)
    actions.answer(case, text="Vahetasime lambi {number}.", outcome=Outcome.SOLVED, actor=official)
    sent_letter = Letter.objects.get(key__startswith="answered:")
    assert "Vahetasime lambi {number}." in sent_letter.text and f"/minu/{case.token}/hinda/" in sent_letter.text


@pytest.mark.parametrize(
    ("subject", "body", "field"),
    [
        ("Käes {token}", "{number}", "subject"),
        ("Käes", "{number} {contact_email}", "body"),
        ("Käes", "Tere!", "body"),
    ],
)
def test_unknown_and_missing_names_are_refused(owner, municipality, subject: str, body: str, field: str) -> None:
    with pytest.raises(wording.WordingError) as refusal:
        save(owner, municipality, "received", subject, body)
    assert refusal.value.field == field
    assert not Wording.objects.exists()


@pytest.mark.parametrize("language", ["et", "en", "ru"])
@pytest.mark.parametrize("name", KINDS)
def test_built_in_text_can_be_saved_as_own_wording(owner, municipality, name: str, language: str) -> None:
    kind = wording.letter_kinds.get(name)
    assert kind is not None
    subject, body = editing.built_in(kind, language, municipality)
    save(owner, municipality, name, subject, body, language)
    _line, text = editing.preview(kind, language, municipality, subject, body)
    assert "{" not in text and "None" not in text
    assert municipality.name in text


def test_only_those_who_may(municipality: Municipality) -> None:
    with pytest.raises(PermissionDenied):
        save(Actor.staff(make_user(municipality, "olga", Role.OFFICIAL)), municipality, "received", "s", "{number}")


def test_pages(client: Client, owner: Actor, municipality: Municipality) -> None:
    client.force_login(make_user(municipality, "olga", Role.OFFICIAL))
    assert client.get("/toolaud/kirjad/sonastus/").status_code == 403
    client.force_login(owner.user)
    assert client.get("/toolaud/kirjad/sonastus/").status_code == 200
    page = "/toolaud/kirjad/sonastus/received/et/"
    assert "{number}" in client.get(page).content.decode()
    previewed = client.post(page, {"subject": "Proov {number}", "body": "Tere {number}", "preview": "1"})
    assert previewed.status_code == 200 and "Proov 2026-001234" in previewed.content.decode()
    assert not Wording.objects.exists()
    refused = client.post(page, {"subject": "Proov", "body": "Tere {nimi}"})
    assert refused.status_code == 422 and "Tere {nimi}" in refused.content.decode()
    assert client.post(page, {"subject": "Proov", "body": "Tere {number}"}).status_code == 302
    assert Wording.objects.get().changed_by == owner.user
    client.post(f"{page}tagasi/")
    assert not Wording.objects.exists()
    for wrong in ("/toolaud/kirjad/sonastus/nosuch/et/", "/toolaud/kirjad/sonastus/received/fi/"):
        assert client.get(wrong).status_code == 404
    assert client.get("/toolaud/kirjad/sonastus/notices.confirm/ru/").status_code == 200
