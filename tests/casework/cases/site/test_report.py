"""A resident reports a broken street light, on a phone, without an account."""

from __future__ import annotations

import pytest
from django.test import Client

from raekoda.casework.cases.actions import CaseDraft, open_case
from raekoda.casework.cases.models import Case, Kind, Message
from raekoda.identity.places.models import Address
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.services.models import Service
from tests.casework.cases.site.conftest import HERE, IN_ELVA, ON_THE_SEA, Visitor, photo

LAMP = "Rüütli tänaval lamp ei põle. Minu telefon on 5550 1234."


def test_from_first_word_to_number(lamps: Service, streets: list[Address], visitor: Visitor) -> None:
    place = visitor.begins(LAMP, photos=[photo()])
    assert "Kus see on?" in place.content.decode()
    subject = visitor.posts("koht", address="Rüütli 12").content.decode()
    assert "Tänavavalgustuse korrashoid" in subject
    last = visitor.posts("teema", service=str(lamps.pk)).content.decode()
    assert "Rüütli 12" in last
    assert "[telefon]" in last, "what others will see stands without the phone number"
    done = visitor.posts("saada", email="mari.maasikas@example.ee", is_public="on")
    case = Case.objects.get(external_id=visitor.key)
    assert (case.kind, case.service, case.address, case.channel) == (Kind.REPORT, lamps, "Rüütli 12", "web")
    assert case.point == HERE
    assert case.contact is not None
    assert case.contact.email == "mari.maasikas@example.ee"
    assert case.is_public
    assert "5550" not in case.public_text
    assert case.attachments.count() == 1
    assert case.messages.get().text == LAMP
    page = done.content.decode()
    assert case.number in page
    assert f"/minu/{case.token}/" in page
    assert done.headers["Referrer-Policy"] == "strict-origin"
    assert 'data-keep-done="report"' in page, "the browser forgets what it kept"


def test_only_the_text_is_required(municipality: Municipality, visitor: Visitor) -> None:
    visitor.begins("Midagi on valesti")
    visitor.posts("koht", skip="1")
    visitor.posts("teema", service="else")
    visitor.posts("saada")
    case = Case.objects.get(external_id=visitor.key)
    assert (case.service, case.contact, case.point, case.is_public) == (None, None, None, False)


def test_likely_services_come_first_and_all_can_be_chosen(lamps: Service, trees: Service, visitor: Visitor) -> None:
    visitor.begins("Murdunud oks ripub tee kohal")
    page = visitor.posts("koht", skip="1").content.decode()
    assert page.index("Puude hooldus") < page.index("Tänavavalgustuse korrashoid") < page.index("Midagi muud")


def test_a_service_asks_its_own_questions(trees: Service, visitor: Visitor) -> None:
    visitor.begins("Murdunud oks ripub")
    visitor.posts("koht", skip="1")
    details = visitor.posts("teema", service=str(trees.pk))
    assert "Kas oks on ohtlik?" in details.content.decode()
    wrong = visitor.posts("tapsustus", korgus="väga", oht="")
    assert wrong.request["PATH_INFO"].endswith("/tapsustus/"), "the required question is asked again"
    visitor.posts("tapsustus", korgus="4.5", oht="jah")
    visitor.posts("saada")
    assert Case.objects.get(external_id=visitor.key).attributes == {"korgus": 4.5, "oht": "jah"}


def test_a_service_that_needs_a_place_asks_for_it(lamps: Service, visitor: Visitor) -> None:
    visitor.begins(LAMP)
    visitor.posts("koht", skip="1")
    asked = visitor.posts("teema", service=str(lamps.pk))
    assert asked.request["PATH_INFO"].endswith("/koht/")
    assert "on vaja kohta" in asked.content.decode()


def test_an_address_that_fits_several_is_asked_about(streets: list[Address], visitor: Visitor) -> None:
    visitor.begins(LAMP)
    page = visitor.posts("koht", address="Rüütli").content.decode()
    assert "Milline neist kohtadest?" in page
    assert "Rüütli 14" in page
    chosen = visitor.posts("koht", address="Rüütli", choose="Rüütli 14")
    assert chosen.request["PATH_INFO"].endswith("/teema/")
    visitor.posts("teema", service="else")
    visitor.posts("saada")
    case = Case.objects.get(external_id=visitor.key)
    assert case.address == "Rüütli 14"
    assert case.point is not None


def test_text_that_is_no_address_is_stored_as_the_place(streets: list[Address], visitor: Visitor) -> None:
    visitor.begins(LAMP)
    visitor.posts("koht", address="vana kirsipuu taga pargis")
    visitor.posts("teema", service="else")
    visitor.posts("saada")
    case = Case.objects.get(external_id=visitor.key)
    assert (case.address, case.point) == ("vana kirsipuu taga pargis", None)


def test_a_pin_gets_the_nearest_address(streets: list[Address], visitor: Visitor) -> None:
    visitor.begins(LAMP)
    visitor.posts("koht", lon=str(HERE.lon), lat=str(HERE.lat))
    visitor.posts("teema", service="else")
    visitor.posts("saada")
    case = Case.objects.get(external_id=visitor.key)
    assert (case.point, case.address) == (HERE, "Rüütli 12")


@pytest.mark.usefixtures("neighbours")
def test_a_place_in_another_municipality_shows_who_is_responsible(visitor: Visitor) -> None:
    visitor.begins(LAMP)
    told = visitor.posts("koht", lon=str(IN_ELVA.lon), lat=str(IN_ELVA.lat))
    page = told.content.decode()
    assert "See koht on teises omavalitsuses: Elva vald" in page
    assert "elva.localhost" in page
    nobody = visitor.posts("koht", lon=str(ON_THE_SEA.lon), lat=str(ON_THE_SEA.lat)).content.decode()
    assert "See koht on väljaspool omavalitsust" in nobody
    assert visitor.posts("koht", lon=str(HERE.lon), lat=str(HERE.lat)).request["PATH_INFO"].endswith("/teema/")


def test_near_open_reports_are_shown_to_follow_instead(
    municipality: Municipality, lamps: Service, streets: list[Address], visitor: Visitor
) -> None:
    near = open_case(
        CaseDraft(
            municipality=municipality,
            kind=Kind.REPORT,
            text="Latern on siin ammu pime",
            channel="web",
            service=lamps,
            point=HERE,
        ),
        Actor.resident(),
    )
    visitor.begins(LAMP)
    page = visitor.posts("koht", address="Rüütli 12").content.decode()
    assert f"/teated/{near.ref}/" in page
    assert "Siin lähedal on juba teatatud" in page


def test_going_back_keeps_everything(lamps: Service, streets: list[Address], visitor: Visitor) -> None:
    visitor.begins(LAMP, photos=[photo()])
    visitor.posts("koht", address="Rüütli 12")
    words = visitor.client.get(f"/teata/{visitor.key}/").content.decode()
    assert LAMP in words
    assert f"/mustand/{visitor.key}/foto/0/" in words
    assert "Rüütli 12" in visitor.client.get(f"/teata/{visitor.key}/koht/").content.decode()
    thumbnail = visitor.client.get(f"/mustand/{visitor.key}/foto/0/")
    assert thumbnail["Content-Type"] == "image/jpeg"
    visitor.client.post(f"/teata/{visitor.key}/", {"text": LAMP + " Veel.", "remove": "0"})
    again = visitor.client.get(f"/teata/{visitor.key}/").content.decode()
    assert "Veel." in again
    assert "/foto/0/" not in again


def test_another_visitor_sees_nothing_of_a_draft(visitor: Visitor, municipality: Municipality) -> None:
    visitor.begins(LAMP, photos=[photo()])
    stranger = Client()
    assert stranger.get(f"/mustand/{visitor.key}/foto/0/").status_code == 404
    led_back = stranger.get(f"/teata/{visitor.key}/saada/", follow=True)
    assert led_back.request["PATH_INFO"] == "/teata/"
    assert "Olite liiga kaua eemal" in led_back.content.decode()


def test_sent_twice_it_is_one_case(lamps: Service, visitor: Visitor) -> None:
    case = visitor.reports(LAMP)
    again = visitor.posts("saada", email="mari.maasikas@example.ee")
    assert again.request["PATH_INFO"].endswith("/valmis/")
    assert case.number in again.content.decode()
    assert Case.objects.count() == 1


def test_sent_by_two_requests_at_once_it_is_one_case(municipality: Municipality, visitor: Visitor) -> None:
    """The second request read the session before the first one had finished: it still holds the draft."""
    visitor.begins(LAMP)
    visitor.posts("koht", skip="1")
    visitor.posts("teema", service="else")
    session = visitor.client.session
    before = dict(session.items())
    visitor.posts("saada")
    late = visitor.client.session
    late.clear()
    late.update(before)
    late.save()
    done = visitor.posts("saada")
    assert done.request["PATH_INFO"].endswith("/valmis/")
    assert Case.objects.count() == 1
    assert Message.objects.count() == 1


def test_a_service_page_leads_here_with_its_service(trees: Service, lamps: Service, visitor: Visitor) -> None:
    visitor.begins("Siin on mure", path="/teata/?teenus=puud")
    page = visitor.posts("koht", skip="1").content.decode()
    assert page.index("Puude hooldus") < page.index("Tänavavalgustuse korrashoid")
    assert f'value="{trees.pk}" id="id_service_0" checked' in page or "checked" in page.split("Puude hooldus")[0][-400:]


@pytest.mark.parametrize(
    ("prefix", "words"), [("/en", "What is wrong?"), ("/ru", "Что не в порядке?"), ("", "Mis on korrast")]
)
def test_in_three_languages(municipality: Municipality, visitor: Visitor, prefix: str, words: str) -> None:
    assert words in visitor.client.get(f"{prefix}/teata/").content.decode()
    place = visitor.begins("The lamp is out", path=f"{prefix}/teata/")
    assert place.request["PATH_INFO"].startswith(f"{prefix}/teata/")
