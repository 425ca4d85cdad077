"""Whose consent is asked and what they read, the fee, files that come with a step, what is filled in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from raekoda.platform.core import clock
from raekoda.platform.core.files import PreparedFile
from raekoda.registry.payments.models import Payment, Status
from raekoda.selfservice.applications import actions, prefill
from raekoda.selfservice.applications.desk.forms import HandlingForm
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.models import Consent, Draft, File
from tests.selfservice.applications.conftest import Town, words
from tests.selfservice.applications.test_pages import MINE, begin, picture

JAAN = "38001085718"
TOGETHER = {"key": "together", "kind": "yes_no", "label": words("Kas taotlete koos?")}
PARTNER = {"key": "partner", "kind": "person", "label": words("Kaastaotleja"), "consent": True}
FEE = {"key": "fee", "kind": "fee", "label": words("Lõiv"), "lines": [{"amount": "12.50"}]}
NAMED = {"given_name": "Jaan", "family_name": "Mustikas", "code": JAAN, "email": "jaan@example.ee"}


def configured(town: Town, **given: Any) -> None:
    actions.configure(
        town.version.form,
        actor=town.owner,
        benefit=town.rule.benefit,
        four_eyes=True,
        **{"account_field": "account", **given},
    )


def hide_code(town: Town) -> None:
    shown_if = {"all": [{"field": "together", "op": "equals", "value": True}]}
    code = {"key": "code", "kind": "personal_code", "label": words("Isikukood"), "shown_if": shown_if}
    town.ask_also(TOGETHER, code)
    configured(town, consent_field="code")


@pytest.mark.parametrize("together", [True, False])
def test_an_answer_that_no_longer_counts_asks_nobody(town: Town, together: bool) -> None:
    hide_code(town)
    draft = town.draft(together=together, code=JAAN)
    summary = town.resident().get(f"{MINE}{draft.ref}/kokkuvote/").content.decode()
    assert ("Teise inimese nõusolek" in summary) == together
    actions.send(draft, actor=town.parent)
    assert Consent.objects.count() == together


def test_the_person_of_a_form_is_asked_for_consent(town: Town) -> None:
    town.ask_also(PARTNER)
    configured(town)
    town.sent(partner=NAMED)
    assert Consent.objects.get().person == town.jaan


def test_the_person_may_be_the_question_of_the_handling(town: Town) -> None:
    town.ask_also({**PARTNER, "consent": False})
    configured(town, consent_field="partner")
    town.sent(partner=NAMED)
    assert Consent.objects.get().person == town.jaan


def test_only_fitting_questions_are_offered_and_taken(town: Town) -> None:
    town.ask_also(PARTNER)
    fields = HandlingForm(town.version.form).fields
    offered = {name: [key for key, _label in fields[name].choices] for name in ("consent_field", "account_field")}  # type: ignore[attr-defined]
    assert offered == {"consent_field": ["", "other_parent", "partner"], "account_field": ["", "account"]}
    for wrong in ({"consent_field": "account"}, {"account_field": "child_name"}):
        with pytest.raises(ApplicationError):
            configured(town, **wrong)


@pytest.mark.parametrize(("answer", "reads"), [("yes", True), ("no", False)])
def test_who_did_not_consent_does_not_go_on_reading(town: Town, answer: str, reads: bool) -> None:
    town.sent(other_parent=JAAN)
    address = f"/iseteenindus/nousolekud/{Consent.objects.get().ref}/"
    jaan = town.resident(town.jaan)
    assert "2. klass" in jaan.get(address).content.decode()
    jaan.post(address, {"answer": answer})
    assert ("2. klass" in jaan.get(address).content.decode()) == reads


def test_who_never_answered_does_not_read_what_has_ended(town: Town) -> None:
    application = town.sent(other_parent=JAAN)
    actions.withdraw(application, actor=town.parent)
    page = town.resident(town.jaan).get(f"/iseteenindus/nousolekud/{Consent.objects.get().ref}/")
    assert "2. klass" not in page.content.decode()


def test_the_fee_is_told_asked_and_called_off(town: Town) -> None:
    town.ask_also(FEE)
    draft = town.draft()
    summary = town.resident().get(f"{MINE}{draft.ref}/kokkuvote/").content.decode()
    assert "12,50\xa0€" in summary
    application = actions.send(draft, actor=town.parent)
    fee = Payment.objects.get()
    assert (fee.amount, fee.person, fee.status) == (Decimal("12.50"), town.mari, Status.ASKED)
    actions.withdraw(application, actor=town.parent)
    fee.refresh_from_db()
    assert fee.status == Status.CANCELLED


def test_a_fee_that_is_paid_stays_paid(town: Town) -> None:
    town.ask_also(FEE)
    application = town.sent()
    Payment.objects.update(status=Status.PAID, paid_at=clock.now())
    actions.withdraw(application, actor=town.parent)
    assert Payment.objects.get().status == Status.PAID


def text_file(name: str, size: int = 10) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"a" * size, "text/plain")


def test_what_is_wrong_with_one_file_is_said_when_another_was_good(town: Town) -> None:
    client = town.resident()
    first = begin(town, client)
    typed = {"child_name": "Mia", "child_class": "2", "proof": [picture(), text_file("kiri.txt")], "do": "next"}
    answer = client.post(first, typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and "kiri.txt:" in page
    assert File.objects.get().ref in page


def test_too_many_files_are_said_and_all_are_kept(town: Town) -> None:
    client = town.resident()
    first = begin(town, client)
    answer = client.post(first, {"child_name": "Mia", "child_class": "2", "do": "next",
                                 "proof": [picture() for _each in range(6)]})  # fmt: skip
    assert answer.status_code == 422 and "Lisada saab kuni 5 faili" in answer.content.decode()
    assert File.objects.count() == 6


@pytest.mark.parametrize("do", ["next", "leave"])
def test_a_file_that_grows_too_large_is_let_go_while_it_arrives(
    town: Town, monkeypatch: pytest.MonkeyPatch, do: str
) -> None:
    monkeypatch.setattr(settings, "RAEKODA_MAX_PHOTO_BYTES", 1024 * 1024)
    client = town.resident()
    typed = {"child_name": "Mia", "child_class": "2", "proof": text_file("suur.txt", 1_200_000), "do": do}
    page = client.post(begin(town, client), typed, follow=True).content.decode()
    assert "suur.txt" in page and "jäi lisamata" in page
    assert Draft.objects.get().data["child_name"] == "Mia"


def prepared(name: str) -> PreparedFile:
    return PreparedFile(name, b"%PDF-1.4", "application/pdf")


def kept(draft: Draft) -> list[str]:
    return [each["name"] for each in draft.data.get("proof") or []]


def keep(town: Town, draft: Draft, *new: str, proof: Any = None) -> Draft:
    files = {"proof": [prepared(name) for name in new]}
    return actions.save_step(draft, {"proof": proof}, files, step="laps", actor=town.parent)


def test_two_tabs_lose_no_file_and_take_away_only_what_they_saw(town: Town) -> None:
    first, second = town.draft(), Draft.objects.get()
    keep(town, first, "a.pdf")
    keep(town, second, "b.pdf")
    assert kept(Draft.objects.get()) == ["a.pdf", "b.pdf"] and File.objects.count() == 2
    old = Draft.objects.get()
    keep(town, Draft.objects.get(), "c.pdf", proof=old.data["proof"])
    keep(town, old, proof=old.data["proof"][1:])
    assert kept(Draft.objects.get()) == ["b.pdf", "c.pdf"]
    assert sorted(File.objects.values_list("name", flat=True)) == ["b.pdf", "c.pdf"]


def test_what_finds_no_room_is_said_and_the_rest_is_kept(town: Town) -> None:
    draft = town.draft()
    with pytest.raises(ApplicationError) as refusal:
        keep(town, draft, *(f"{number}.pdf" for number in range(22)))
    assert refusal.value.field == "proof"
    assert File.objects.count() == 20 == len(kept(Draft.objects.get())) == len(kept(draft))


def test_registers_are_asked_for_what_the_step_needs_and_no_more(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def answer(_person: Any, names: list[str], **_more: Any) -> dict[str, str]:
        asked.append(names)
        return dict.fromkeys(names, "Kooli 1")

    monkeypatch.setattr(prefill, "get_prefill_values", answer)
    school = {"key": "school", "kind": "text", "label": words("Kool"), "prefill": "register.school"}
    home = {
        "key": "home",
        "kind": "text",
        "label": words("Elukoht"),
        "prefill": "register.residence",
        "correctable": False,
    }
    town.ask_also(school, home)
    draft = town.draft()
    child, money = draft.version.parsed.steps
    assert "school" not in prefill.prefill_step(draft, child) and asked == []
    assert prefill.prefill_step(draft, money)["school"].value == "Kooli 1"
    actions.save(draft, {"school": "Kodukool", "home": "Kooli 1"}, step="raha", actor=town.parent)
    prefill.prefill_step(draft, money)
    assert asked == [["register.school", "register.residence"], ["register.residence"]]


def test_the_name_of_a_document_is_readable_in_russian(town: Town) -> None:
    application = town.sent()
    with override("et"):
        answer = town.resident().get(f"/ru{MINE}{application.ref}/taotlus.pdf")
    assert "attachment; filename*=utf-8''%" in answer["Content-Disposition"]


def test_a_document_is_made_so_often_an_hour(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from raekoda.selfservice.applications.site import sent

    monkeypatch.setattr(sent, "DOCUMENTS_AN_HOUR", 0)
    application = town.sent()
    assert town.resident().get(f"{MINE}{application.ref}/taotlus.pdf").status_code == 429
