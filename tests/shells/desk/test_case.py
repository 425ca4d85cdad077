"""One case on the desk: what the page shows and every way a case can go from there."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.cases import actions
from raekoda.casework.cases.models import AnswerTemplate, Case, Kind, Message, Outcome, Status
from raekoda.identity.accounts.models import Role
from raekoda.platform.core import clock
from raekoda.platform.core.fields import Point
from raekoda.platform.core.files import prepare_image
from raekoda.platform.core.models import JournalEntry
from tests.casework.cases.conftest import SENDER
from tests.shared_data import naughty_strings


def page(client: Client, case: Case, **parameters):
    return client.get(f"/toolaud/juhtum/{case.number}/", parameters)


def act(client: Client, case: Case, verb: str, **data):
    """Send a form of the case's page as it stands there now."""
    case.refresh_from_db()
    return client.post(f"/toolaud/juhtum/{case.number}/{verb}/", {"seen": case.updated_at.isoformat(), **data})


def verbs(response) -> set[str]:
    """The forms that a page offers."""
    return {name for name in VERBS if f"/{name}/" in response.text}


VERBS = (
    "vastan", "kysin", "margin", "votan", "suunan", "teenus", "pikendan", "peatan", "jatkan", "lisan", "edastan", "liidan",
    "lopetan", "avan", "liik",
)  # fmt: skip
OPEN_VERBS = set(VERBS) - {"jatkan", "avan"}
OFFERED = {
    Status.NEW: OPEN_VERBS,
    Status.ASSIGNED: OPEN_VERBS,
    Status.WAITING: OPEN_VERBS,
    Status.SUSPENDED: OPEN_VERBS - {"kysin", "pikendan", "peatan"} | {"jatkan"},
    Status.CLOSED: {"margin", "avan"},
    Status.FORWARDED: {"margin", "avan"},
    Status.MERGED: {"margin"},
}


@pytest.mark.parametrize("status", Status.values)
def test_only_what_the_state_allows_is_offered(status: str, official: Client, make_case) -> None:
    case, other = make_case(), make_case()
    ended = {"closed_at": clock.now(), "outcome": "solved"} if status in ("closed", "forwarded", "merged") else {}
    merged = {"merged_into": other} if status == "merged" else {}
    Case.objects.filter(pk=case.pk).update(status=status, **ended, **merged)

    assert verbs(page(official, case)) == OFFERED[Status(status)]


def test_an_operator_is_offered_what_operators_do(signed_in, make_case) -> None:
    assert verbs(page(signed_in(Role.OPERATOR), make_case())) == {
        "kysin",
        "margin",
        "suunan",
        "teenus",
        "liik",
        "lisan",
    }


@pytest.mark.parametrize("verb", ["vastan", "pikendan", "peatan", "edastan", "liidan", "lopetan", "avalikusta"])
def test_an_operator_cannot_do_more_by_hand_either(verb: str, signed_in, make_case) -> None:
    assert act(signed_in(Role.OPERATOR), make_case(), verb, text="x", outcome="solved").status_code == 403


def test_from_queue_to_answer(official: Client, make_case, oskar) -> None:
    case = make_case(contact=SENDER)
    act(official, case, "votan")
    case.refresh_from_db()
    assert (case.official, case.status) == (oskar, Status.ASSIGNED)

    answered = act(official, case, "vastan", text="Lamp on vahetatud.", outcome="solved")
    assert answered["Location"] == f"/toolaud/juhtum/{case.number}/"
    case.refresh_from_db()
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.SOLVED)
    shown = page(official, case)
    assert "Lamp on vahetatud." in shown.text
    assert case.letters.filter(to=SENDER.email).exists()
    assert "Kirjad" in shown.text


def test_an_answer_may_become_a_draft_for_the_question_column(official: Client, make_case) -> None:
    case = make_case(kind=Kind.ENQUIRY, text="Millal avatakse ujula? Mari Maasikas, 5550 1234", contact=SENDER)
    response = act(official, case, "vastan", text="Ujula avatakse jaanuaris.", outcome="answered", publish="on")
    draft = PublishedAnswer.objects.get(case=case)
    assert response["Location"] == f"/toolaud/vastused/{draft.pk}/"
    assert draft.status == "draft"
    assert "5550" not in draft.question
    assert "Maasikas" not in draft.question
    assert draft.title in page(official, case).text


@pytest.mark.parametrize(
    ("verb", "data", "status"),
    [
        ("kysin", {"text": "Kus täpselt?"}, Status.WAITING),
        ("peatan", {"reason": "Ootame lepingut."}, Status.SUSPENDED),
        ("edastan", {"to": "Transpordiamet", "reason": "Riigimaantee."}, Status.FORWARDED),
        ("lopetan", {"outcome": "no_answer_due", "text": "Sisu on mõistetamatu."}, Status.CLOSED),
    ],
)
def test_each_form_leads_to_its_state(verb: str, data: dict, status: str, official: Client, make_case) -> None:
    case = make_case()
    assert act(official, case, verb, **data).status_code == 302
    case.refresh_from_db()
    assert case.status == status


def test_suspended_goes_on_and_closed_opens_again(official: Client, make_case) -> None:
    case = make_case()
    act(official, case, "peatan", reason="Ootame.")
    act(official, case, "jatkan")
    act(official, case, "vastan", text="Tehtud.", outcome="solved")
    act(official, case, "avan", reason="Ei ole tehtud.")
    case.refresh_from_db()
    assert (case.status, case.reopened) == (Status.ASSIGNED, 1)


def test_a_case_is_assigned_to_a_unit_or_an_official(official: Client, make_case, oskar, other_unit) -> None:
    case = make_case()
    act(official, case, "suunan", unit=other_unit.pk, official="", reason="Teie ala.")
    case.refresh_from_db()
    assert (case.unit, case.official) == (other_unit, None)
    act(official, case, "suunan", unit="", official=oskar.pk)
    case.refresh_from_db()
    assert case.official == oskar
    assert act(official, case, "suunan", unit="", official="").status_code == 422


def test_the_service_of_a_case_is_set(official: Client, make_case, lights) -> None:
    lights.live = True
    lights.save()
    case = make_case()
    act(official, case, "teenus", service=lights.pk)
    case.refresh_from_db()
    assert case.service == lights


def test_another_kind_has_another_deadline(official: Client, make_case, lights) -> None:
    case = make_case(service=lights)
    assert case.is_public
    assert act(official, case, "liik", kind="information_request").status_code == 302
    case.refresh_from_db()
    assert case.kind == Kind.INFORMATION_REQUEST
    assert case.due_on == clock.add_working_days(case.clock_from, 5)
    assert not case.is_public
    assert "Liik muudetud" in page(official, case).text
    assert act(official, case, "liik", kind="gossip").status_code == 422


def test_the_deadline_is_extended_as_far_as_the_law_allows(official: Client, make_case) -> None:
    case = make_case(kind=Kind.ENQUIRY)
    latest = actions.clock.longest_extension(case)
    assert latest.isoformat() in page(official, case).text
    too_far = act(official, case, "pikendan", until=(latest + timedelta(days=10)).isoformat(), reason="Keeruline.")
    assert too_far.status_code == 422
    assert "Keeruline." in too_far.text
    assert act(official, case, "pikendan", until=latest.isoformat(), reason="Keeruline.").status_code == 302
    case.refresh_from_db()
    assert case.due_on == latest


def test_duplicates_are_found_nearby_and_joined_by_number(official: Client, make_case, lights) -> None:
    first = make_case(service=lights, point=Point(26.7220, 58.3800))
    second = make_case(service=lights, point=Point(26.7222, 58.3801), text="Sama lamp on pime.")
    assert first.number in page(official, second).text

    wrong = act(official, second, "liidan", into="2026-999999")
    assert (wrong.status_code, "2026-999999" in wrong.text) == (422, True)
    assert act(official, second, "liidan", into=second.number).status_code == 422
    act(official, second, "liidan", into=first.number)
    second.refresh_from_db()
    assert second.merged_into == first
    assert second.number in page(official, first).text


def test_the_case_to_join_to_is_suggested_by_number_and_words(official: Client, make_case) -> None:
    case, other = make_case(), make_case(text="Ujula vesi on külm.")
    path = f"/toolaud/juhtum/{case.number}/otsi/"
    for text in (other.number, "ujula"):
        assert official.get(path, {"q": text}).json()["suggestions"] == [{"text": other.number, "kind": other.subject}]
    for text in ("", case.number):
        assert official.get(path, {"q": text}).json() == {"suggestions": []}
    assert official.get(path, {"q": "\x00"}).status_code == 400


def test_notes_and_what_the_sender_said_by_phone_are_kept(official: Client, make_case) -> None:
    case = make_case()
    act(official, case, "margin", text="Helistasin elektrikule.")
    act(official, case, "lisan", text="Põleb jälle.")
    kinds = dict(case.messages.values_list("text", "kind"))
    assert kinds["Helistasin elektrikule."] == Message.Kind.NOTE
    assert kinds["Põleb jälle."] == Message.Kind.REPLY


def test_who_changed_the_case_meanwhile_is_not_overwritten(official: Client, make_case, oskar_acts) -> None:
    case = make_case()
    seen = case.updated_at.isoformat()
    actions.note(case, text="Lepingupartner on teel.", actor=oskar_acts)

    path = f"/toolaud/juhtum/{case.number}/vastan/"
    refused = official.post(path, {"seen": seen, "text": "Lamp on vahetatud.", "outcome": "solved"})
    assert refused.status_code == 422
    assert "Kolleeg muutis" in refused.text
    assert "Lamp on vahetatud." in refused.text
    case.refresh_from_db()
    assert case.status == Status.NEW

    again = refused.text.split('action="' + path)[1].split('name="seen" value="')[1].split('"')[0]
    assert official.post(path, {"seen": again, "text": "Lamp on vahetatud.", "outcome": "solved"}).status_code == 302


def test_a_note_needs_no_fresh_page(official: Client, make_case) -> None:
    case = make_case()
    official.post(f"/toolaud/juhtum/{case.number}/margin/", {"text": "Märkus.", "seen": "ammu"})
    assert case.messages.filter(kind=Message.Kind.NOTE).exists()


def test_what_came_too_late_is_told_in_words(official: Client, make_case, oskar_acts) -> None:
    case = make_case()
    actions.answer(case, text="Tehtud.", outcome="solved", actor=oskar_acts)
    response = act(official, case, "kysin", text="Kus?")
    assert response.status_code == 422


def test_a_template_is_filled_with_the_case_and_put_into_the_answer(
    official: Client, make_case, municipality, lights
) -> None:
    text = "Tere! Teie pöördumine {number} aadressil {address} on lahendatud. {official} {unknown}"
    template = AnswerTemplate.objects.create(municipality=municipality, name="Lahendatud", text=text)
    AnswerTemplate.objects.create(municipality=municipality, name="Venekeelne", text="x", language="ru")
    AnswerTemplate.objects.create(municipality=municipality, name="Teise teenuse", text="x", service=lights)
    case = make_case(address="Rüütli 1")

    response = act(official, case, "vastan", template=template.pk, text="Alustan nii.", outcome="solved", insert="1")
    filled = f"Teie pöördumine {case.number} aadressil Rüütli 1 on lahendatud. Oskar Näidis {{unknown}}"
    assert "Alustan nii." in response.text
    assert filled in response.text
    assert "Venekeelne" not in response.text
    assert "Teise teenuse" not in response.text
    case.refresh_from_db()
    assert case.status == Status.NEW


def test_the_sender_is_shown_on_request_and_the_look_stands_in_the_journal(official: Client, make_case, oskar) -> None:
    case = make_case(contact=SENDER)
    earlier = make_case(contact=SENDER, text="Varasem mure.")
    assert SENDER.email not in page(official, case).text
    assert not JournalEntry.objects.filter(action="cases.see_contact").exists()

    official.post(f"/toolaud/juhtum/{case.number}/saatja/")
    shown = page(official, case)
    assert SENDER.email in shown.text
    assert SENDER.phone in shown.text
    assert earlier.subject in shown.text
    line = JournalEntry.objects.get(action="cases.see_contact")
    assert (line.actor_id, line.subject_id, line.data) == (oskar.pk, case.pk, {})
    assert SENDER.email not in page(official, earlier).text


def photo() -> SimpleUploadedFile:
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "#345").save(picture, "JPEG")
    return SimpleUploadedFile("lamp.jpg", picture.getvalue(), "image/jpeg")


def test_a_photo_is_shown_to_the_public_and_hidden_with_one_press(official: Client, make_case, lights) -> None:
    case = make_case(service=lights, files=[prepare_image(photo())])
    attachment = case.attachments.get()
    assert f"/toolaud/manus/{attachment.ref}/pisipilt/" in page(official, case).text
    act(official, case, "avalikusta", attachment=attachment.pk)
    attachment.refresh_from_db()
    assert attachment.is_public
    act(official, case, "peida", attachment=attachment.pk)
    attachment.refresh_from_db()
    assert not attachment.is_public


def test_files_of_a_case_are_for_its_workers(official: Client, signed_in, make_case, other_municipality) -> None:
    case = make_case(files=[prepare_image(photo())])
    path = f"/toolaud/manus/{case.attachments.get().ref}/"
    assert official.get(path)["Content-Type"] == "image/jpeg"
    assert official.get(f"{path}pisipilt/").status_code == 200
    assert Client().get(path).status_code == 302
    assert signed_in(Role.ANALYST).get(path).status_code == 403


def test_a_photo_of_another_case_is_not_released_through_this_one(official: Client, make_case) -> None:
    case, other = make_case(), make_case(files=[prepare_image(photo())])
    assert act(official, case, "avalikusta", attachment=other.attachments.get().pk).status_code == 422
    assert not other.attachments.get().is_public


def test_numbers_that_are_none_are_not_found(official: Client, make_case) -> None:
    case = make_case()
    for number in ("2026-999999", f"1999-{case.pk:06d}", "x", "2026-" + "9" * 12, "0000-000000"):
        assert official.get(f"/toolaud/juhtum/{number}/").status_code == 404
    assert official.get(f"/toolaud/juhtum/{case.number}/nosuchverb/").status_code == 405
    assert official.post(f"/toolaud/juhtum/{case.number}/nosuchverb/").status_code == 404
    assert official.get(f"/toolaud/juhtum/{clock.today().year}-{case.pk}/")["Location"].endswith(f"/{case.number}/")


def test_naughty_strings_are_kept_as_text(official: Client, make_case) -> None:
    strings = naughty_strings(5)
    cases = []
    for number, text in enumerate(strings):
        if number % 40 == 0:  # a page with all of them would be drawn hundreds of times
            cases.append(case := make_case())
        for verb, field in (("margin", "text"), ("suunan", "reason"), ("liidan", "into"), ("pikendan", "until")):
            if verb == "margin" or number % 2 == 0:
                assert act(official, case, verb, **{field: text}).status_code in (302, 422)
    shown = "".join(page(official, case).text for case in cases)
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


def test_a_long_case_asks_the_database_no_more_often(official: Client, make_case, oskar_acts) -> None:
    case = make_case(contact=SENDER)

    def queries() -> int:
        cache.clear()  # what is cached for seconds does not run out between the two
        page(official, case)
        with CaptureQueriesContext(connection) as captured:
            assert page(official, case).status_code == 200
        return len(captured)

    for _ in range(10):
        actions.note(case, text="Märkus.", actor=oskar_acts)
    few = queries()
    for _ in range(90):
        actions.note(case, text="Märkus.", actor=oskar_acts)
    assert queries() == few
    assert few <= 36  # each room above that shows a panel asks once
