"""Filling in, sending, following and deciding by the pages, as browsers without scripts do."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from raekoda.casework.cases.models import Case
from raekoda.identity.accesslog.models import Look
from raekoda.selfservice.applications import actions
from raekoda.selfservice.applications.models import Application, Batch, Consent, Decision, Draft, File
from tests.selfservice.applications.conftest import CHECKS, IBAN, SYSTEM, Town

MINE = "/iseteenindus/taotlused/"


def picture() -> SimpleUploadedFile:
    output = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(output, "PNG")
    return SimpleUploadedFile("tõend.png", output.getvalue(), "image/png")


def begin(town: Town, client: Client) -> str:
    """The address of the first step of a new draft for the child."""
    answer = client.post(f"{MINE}alusta/koolitoetus/", {"person": town.child.ref})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def test_from_the_service_to_the_receipt(town: Town) -> None:
    client = town.resident()
    page = client.get("/teenused/koolitoetus/").content.decode()
    assert f"{MINE}alusta/koolitoetus/" in page
    start = client.get(f"{MINE}alusta/koolitoetus/").content.decode()
    assert "Mia Maasikas" in start and "Jaan" not in start
    first = begin(town, client)
    page = client.get(first).content.decode()
    assert 'value="Mia Maasikas"' in page
    answer = client.post(first, {"child_name": "Mia Maasikas", "child_class": "2", "do": "next"})
    assert answer.status_code == 302
    second = answer.url
    assert 'value="mari@example.ee"' in client.get(second).content.decode()
    answer = client.post(second, {"account": IBAN, "email": "mari@example.ee", "do": "next"})
    summary = client.get(answer.url).content.decode()
    assert "2. klass" in summary and "EE38" in summary
    answer = client.post(answer.url)
    receipt = client.get(answer.url).content.decode()
    application = Application.objects.get()
    assert application.case.number in receipt and "on meieni jõudnud" in receipt
    assert client.post(f"{MINE}{application.ref}/kokkuvote/").status_code == 302
    assert Case.objects.count() == 1
    listed = client.get(MINE).content.decode()
    assert "Koolitoetus: Mia Maasikas" in listed


def test_what_is_typed_is_kept_right_or_wrong(town: Town) -> None:
    client = town.resident()
    first = begin(town, client)
    second = first.replace("/laps/", "/raha/")
    answer = client.post(second, {"account": "EE00", "email": "mari@", "do": "next"})
    assert answer.status_code == 422
    page = client.get(second).content.decode()
    assert "EE00" in page and "mari@" in page
    assert client.post(second, {"account": IBAN, "do": "leave"}).url == MINE
    assert Draft.objects.get().step == "raha"
    assert client.get(f"{MINE}{Draft.objects.get().ref}/").url == second
    assert client.post(second, {"account": IBAN, "do": "back"}).url == first


def test_files_stay_when_other_answers_are_wrong(town: Town) -> None:
    client = town.resident()
    first = begin(town, client)
    answer = client.post(first, {"child_name": "", "proof": picture(), "do": "next"})
    assert answer.status_code == 422
    file = File.objects.get()
    assert file.ref in answer.content.decode()
    shown = client.get(f"{MINE}{Draft.objects.get().ref}/failid/{file.ref}/")
    assert shown["Content-Type"] == "image/png"
    client.post(first, {"child_name": "Mia", "child_class": "2", "proof-remove": file.ref, "do": "next"})
    assert not File.objects.exists()
    client.post(first, {"child_name": "Mia", "child_class": "2", "proof": picture(), "do": "next"})
    client.post(first.replace("/laps/", "/raha/"), {"account": IBAN, "do": "next"})
    client.post(f"{MINE}{Draft.objects.get().ref}/kokkuvote/")
    application = Application.objects.get()
    assert [each.name for each in application.files.all()] == ["tõend.png"]
    assert client.get(f"{MINE}{application.ref}/failid/{application.files.get().ref}/").status_code == 200


def test_a_missing_answer_is_named_on_the_summary(town: Town) -> None:
    client = town.resident()
    begin(town, client)
    address = f"{MINE}{Draft.objects.get().ref}/kokkuvote/"
    assert "Kontonumber" in client.get(address).content.decode()
    assert client.post(address).status_code == 422
    assert Draft.objects.exists()


def test_throwing_a_draft_away(town: Town) -> None:
    client = town.resident()
    begin(town, client)
    address = f"{MINE}{Draft.objects.get().ref}/viska-ara/"
    assert Draft.objects.count() == 1 and client.get(address).status_code == 200
    assert client.post(address).url == MINE
    assert not Draft.objects.exists()


def test_out_of_the_window_the_page_says_when(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.at(monkeypatch, month=10)
    client = town.resident()
    assert "1. september" in client.get(f"{MINE}alusta/koolitoetus/").content.decode()
    assert f"{MINE}alusta/" not in client.get("/teenused/koolitoetus/").content.decode()
    client.post(f"{MINE}alusta/koolitoetus/", {"person": town.child.ref})
    assert not Draft.objects.exists()


def test_a_co_applicant_sees_and_consents(town: Town) -> None:
    application = town.sent(other_parent="38001085718")
    consent = Consent.objects.get()
    address = f"/iseteenindus/nousolekud/{consent.ref}/"
    jaan = town.resident(town.jaan)
    page = jaan.get(address).content.decode()
    assert "Mari Maasikas" in page and "2. klass" in page
    assert jaan.get(f"{MINE}{application.ref}/").status_code == 404
    town.check_all(application)
    with pytest.raises(actions.ApplicationError):
        actions.submit(town.drafted(application), actor=town.ametnik)
    jaan.post(address, {"answer": "yes"})
    consent.refresh_from_db()
    assert (consent.state, consent.answered_at is not None) == ("given", True)
    jaan.post(address, {"answer": "no"})
    consent.refresh_from_db()
    assert consent.state == "given"
    assert actions.submit(Decision.objects.get(), actor=town.ametnik).state == "waiting"


def test_the_desk_decides_by_two(town: Town) -> None:
    application = town.sent()
    case = f"/toolaud/juhtum/{application.case.number}/"
    desk, other = town.staff(), town.staff(town.teine)
    page = desk.get(case).content.decode()
    assert "2. klass" in page and "Laps õpib 1.–3. klassis" in page and "50\xa0€" in page
    base = f"/toolaud/taotlused/{application.ref}/"
    for text in CHECKS.splitlines():
        assert desk.post(f"{base}kontroll/", {"text": text}).status_code == 302
    form = desk.get(f"{base}otsus/").content.decode()
    assert f'value="{IBAN}"' in form and "Laps ja vanem elavad Tartus." in form
    given = {"outcome": "granted", "amount": "50", "reasons": "Tingimused on täidetud.", "payee": "Mari Maasikas",
             "account": IBAN, "language": "et", "seen": "", "do": "submit"}  # fmt: skip
    assert desk.post(f"{base}otsus/", given).status_code == 302
    assert desk.get(f"{base}otsus.pdf")["Content-Type"] == "application/pdf"
    assert "ise kinnitada" in desk.post(f"{base}otsus/kinnita/", follow=True).content.decode()
    assert Decision.objects.get().state == "waiting"
    assert application.case.number in other.get("/toolaud/taotlused/").content.decode()
    assert town.resident().get(f"{MINE}{application.ref}/otsus.pdf").status_code == 404
    other.post(f"{base}otsus/kinnita/")
    assert Decision.objects.get().state == "made"
    page = town.resident().get(f"{MINE}{application.ref}/").content.decode()
    assert "Tingimused on täidetud." in page and "30 päeva" in page
    assert town.resident().get(f"{MINE}{application.ref}/otsus.pdf")["Content-Type"] == "application/pdf"
    assert town.resident().get(f"{MINE}{application.ref}/taotlus.pdf")["Content-Type"] == "application/pdf"


def test_a_wrong_decision_form_keeps_what_was_typed(town: Town) -> None:
    application = town.sent()
    desk = town.staff()
    given = {"outcome": "granted", "amount": "50", "reasons": "Pikk põhjendus", "payee": "Mari", "account": "EE1",
             "language": "et", "do": "save"}  # fmt: skip
    answer = desk.post(f"/toolaud/taotlused/{application.ref}/otsus/", given)
    assert answer.status_code == 422 and "Pikk põhjendus" in answer.content.decode()
    assert not Decision.objects.exists()
    town.drafted(application)
    answer = desk.post(f"/toolaud/taotlused/{application.ref}/otsus/", {**given, "account": IBAN, "seen": ""})
    assert answer.status_code == 422 and "Kolleeg" in answer.content.decode()


def test_a_colleagues_draft_is_shown_before_it_is_written_over(town: Town) -> None:
    application = town.sent()
    address = f"/toolaud/taotlused/{application.ref}/otsus/"
    given = {"outcome": "refused", "reasons": "Minu sõnad", "language": "et", "seen": "", "do": "save"}
    actions.draft_decision(application, actor=town.teine, outcome="refused", reasons="Kolleegi põhjendus")
    answer = town.staff().post(address, given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Mida kolleeg kirjutas" in page and "Kolleegi põhjendus" in page and "Minu sõnad" in page
    seen = answer.context["form"]["seen"].value()
    assert town.staff().post(address, {**given, "seen": seen}).status_code == 302
    assert Decision.objects.get().reasons == "Minu sõnad"


def test_ones_own_draft_that_could_not_be_sent_is_no_colleagues(town: Town) -> None:
    application = town.sent()
    town.check_all(application)
    address = f"/toolaud/taotlused/{application.ref}/otsus/"
    given = {"outcome": "granted", "amount": "50", "reasons": "Tingimused on täidetud.", "language": "et", "seen": "",
             "do": "submit"}  # fmt: skip
    answer = town.staff().post(address, given)
    assert answer.status_code == 422 and "olleeg" not in str(answer.context["form"].errors)
    assert answer.context["colleague_draft"] is None
    again = {**given, "payee": "Mari Maasikas", "account": IBAN, "seen": answer.context["form"]["seen"].value()}
    assert town.staff().post(address, again).status_code == 302
    assert Decision.objects.get().state == "waiting"


def told() -> list[tuple[int, str]]:
    """Looks that were written down, in their order."""
    return list(Look.objects.order_by("id").values_list("person", "action"))


def test_every_look_of_staff_is_written_down_and_none_of_the_persons_own(town: Town) -> None:
    application = town.sent()
    town.resident().get(f"{MINE}{application.ref}/")
    assert not Look.objects.exists()
    town.staff().get(f"/toolaud/juhtum/{application.case.number}/")
    assert told() == [(town.child.pk, "cases.view"), (town.mari.pk, "applications.view")]
    town.staff(town.operator).get(f"/toolaud/juhtum/{application.case.number}/")
    assert told()[2:] == [(town.child.pk, "cases.view")]
    town.staff().get(f"/toolaud/taotlused/{application.ref}/otsus/")
    assert told()[3:] == [(town.child.pk, "applications.view"), (town.mari.pk, "applications.view")]


def test_an_operator_sees_where_it_stands_and_no_answers(town: Town) -> None:
    application = town.sent()
    page = town.staff(town.operator).get(f"/toolaud/juhtum/{application.case.number}/").content.decode()
    assert "Kuidas edeneb" in page
    assert "2. klass" not in page and IBAN not in page and "Mia" not in page


def test_the_payment_list_by_the_pages(town: Town) -> None:
    town.decided()
    actions.set_paying_account(town.municipality, name="Tartu linn", iban="EE471000001020145685", actor=SYSTEM)
    desk, other = town.staff(), town.staff(town.kolmas)
    assert "50,00\xa0€" in desk.get("/toolaud/valjamaksed/").content.decode()
    desk.post("/toolaud/valjamaksed/", {"due_by": "2026-10-01", "pay_on": "2026-09-28"})
    batch = Batch.objects.get()
    base = f"/toolaud/valjamaksed/{batch.ref}/"
    assert "Mari Maasikas" in desk.get(base).content.decode()
    assert desk.get(f"{base}nimekiri.xml").status_code == 404
    desk.post(f"{base}kinnita/")
    assert Batch.objects.get().state == "gathered"
    other.post(f"{base}kinnita/")
    for ending, kind in (("xml", "application/xml"), ("csv", "text/csv"), ("xlsx", "application/vnd")):
        assert desk.get(f"{base}nimekiri.{ending}")["Content-Type"].startswith(kind)
    desk.post(f"{base}makstud/")
    assert Batch.objects.get().state == "paid"
    application = Application.objects.get()
    assert "makstud" in town.resident().get(MINE).content.decode()
    assert Look.objects.filter(action="applications.payment", person=application.applicant).exists()


def test_how_applications_are_handled_is_set_at_the_desk(town: Town) -> None:
    form = town.version.form
    address = f"/toolaud/taotlused/vormid/{form.pk}/"
    assert town.staff().get(address).status_code == 403
    owner = town.staff(town.owner)
    assert "Kontonumber" in owner.get(address).content.decode()
    owner.post(address, {"benefit": town.rule.benefit_id, "checklist": "Üks\nKaks", "account_field": "account"})
    form.handling.refresh_from_db()
    assert (form.handling.four_eyes, form.handling.checks) == (False, ["Üks", "Kaks"])
