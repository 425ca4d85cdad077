"""Coming in and going out: passwords, limits, languages, the link for a first password."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from raekoda.casework.letters.models import Letter
from raekoda.identity.accounts import actions
from raekoda.identity.accounts.models import Membership, Role, User
from raekoda.platform.core.models import JournalEntry, Municipality
from tests.shells.desk.conftest import PASSWORD

LOGIN = "/toolaud/sisene/"


def sign_in(username: str, password: str = PASSWORD, client: Client | None = None, **more):
    return (client or Client()).post(LOGIN, {"username": username, "password": password, **more})


def test_an_official_signs_in_comes_to_the_queue_and_out_again(oskar: User) -> None:
    client = Client()
    assert sign_in("oskar", client=client)["Location"] == "/toolaud/"
    assert client.get("/toolaud/").status_code == 200
    assert JournalEntry.objects.filter(action="desk.sign_in", actor_id=oskar.pk).exists()

    assert client.post("/toolaud/valju/")["Location"] == LOGIN
    assert client.get("/toolaud/").status_code == 302


def test_everyone_comes_in_in_the_language_they_chose(oskar: User) -> None:
    oskar.language = "ru"
    oskar.save()
    assert sign_in("oskar")["Location"] == "/ru/toolaud/"


def test_after_signing_in_one_comes_to_the_page_that_was_asked_for(oskar: User) -> None:
    assert sign_in("oskar", next="/toolaud/tahtajad/")["Location"] == "/toolaud/tahtajad/"
    assert sign_in("oskar", next="https://elsewhere.example/")["Location"] == "/toolaud/"


@pytest.mark.parametrize(("username", "password"), [("oskar", "wrong-password"), ("nobody", PASSWORD), ("", "")])
def test_what_is_wrong_is_said_in_words(username: str, password: str, oskar: User) -> None:
    response = sign_in(username, password)
    assert response.status_code == 200
    assert "rk-error-summary" in response.text
    assert PASSWORD not in response.text


def test_somebody_of_another_municipality_is_told_so(other_municipality: Municipality, municipality) -> None:
    user = User.objects.create_user("elvakas", password=PASSWORD)
    Membership.objects.create(user=user, municipality=other_municipality, role=Role.OFFICIAL)
    with override("et"):
        response = sign_in("elvakas")
    assert response.status_code == 200
    assert "ei ole siin rolli" in response.text


def test_guessing_passwords_is_stopped(oskar: User) -> None:
    for _ in range(10):
        sign_in("oskar", "wrong-password")
    response = sign_in("oskar", PASSWORD)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 600
    assert "Liiga palju katseid" in response.text


def test_guessing_with_ever_other_names_from_one_address_is_stopped(oskar: User) -> None:
    def guess(number: int, address: str) -> int:
        values = {"username": f"keegi{number}", "password": "wrong-password"}
        return Client().post(LOGIN, values, REMOTE_ADDR=address).status_code

    codes = [guess(number, f"2001:db8:0:1::{number:x}") for number in range(1, 34)]
    assert codes == [200] * 30 + [429] * 3
    assert guess(99, "2001:db8:0:2::1") == 200


def test_who_signs_in_rightly_uses_up_no_tries(oskar: User) -> None:
    for _ in range(35):
        assert sign_in("oskar").status_code == 302


def test_guessing_one_name_from_many_addresses_and_hosts_is_stopped(
    oskar: User, other_municipality: Municipality
) -> None:
    values = {"username": "Oskar", "password": "wrong-password"}
    codes = [
        Client().post(LOGIN, values, REMOTE_ADDR=f"192.0.2.{number}", HTTP_HOST=host).status_code
        for number, host in enumerate(["testserver", "elva.localhost"] * 6)
    ]
    assert codes == [200] * 10 + [429] * 2


def test_a_demonstration_is_marked_as_one(municipality: Municipality) -> None:
    assert "näidis" not in Client().get(LOGIN).text
    municipality.is_demo = True
    municipality.save()
    from django.core.cache import cache

    cache.clear()
    assert "See on näidis" in Client().get(LOGIN).text


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(make_case) -> None:
    case = make_case()
    page = f"http://testserver/toolaud/juhtum/{case.number}/"
    response = Client().post(f"{page}vastan/", {"text": "x"}, headers={"referer": page})
    assert response["Location"] == f"{LOGIN}?next=%2Ftoolaud%2Fjuhtum%2F{case.number}%2F"


def test_own_password_is_changed_with_the_present_one(official: Client, oskar: User) -> None:
    words = {"old_password": PASSWORD, "new_password1": "roheline-tramm-8", "new_password2": "roheline-tramm-8"}
    assert official.post("/toolaud/parool/", words | {"old_password": "no"}).status_code == 200
    assert official.post("/toolaud/parool/", words).status_code == 302
    assert sign_in("oskar", "roheline-tramm-8").status_code == 302


def test_own_language_is_kept_and_used_at_once(official: Client, oskar: User) -> None:
    response = official.post("/toolaud/seaded/", {"first_name": "Oskar", "last_name": "Saar", "language": "en"})
    assert response["Location"] == "/en/toolaud/seaded/"
    oskar.refresh_from_db()
    assert oskar.language == "en"


@pytest.fixture
def newcomer(municipality: Municipality, staff) -> Membership:
    from raekoda.platform.core.actor import Actor

    staff(Role.ADMINISTRATOR)
    return actions.add_member(
        municipality=municipality,
        email="uus@example.ee",
        first_name="Uku",
        last_name="Uus",
        role="official",
        actor=Actor.system(),
    )


def password_link(membership: Membership, signed_in) -> str:
    """The link of the letter, which the administrator who has it sent never sees."""
    administrator = signed_in(User.objects.get(username="administrator"))
    page = administrator.post(reverse("desk:password_link", args=[membership.pk]), follow=True)
    letter = Letter.objects.get(to=membership.user.email)
    link = re.search(r"http://tartu\.localhost(?::\d+)?(/toolaud/parool/\S+)", letter.text)
    assert link is not None
    for text in (page.text, administrator.get(f"/toolaud/kirjad/{letter.pk}/").text):
        assert link[1] not in text
    return link[1]


def test_the_link_for_a_first_password_works_once(newcomer: Membership, signed_in) -> None:
    link = password_link(newcomer, signed_in)
    stranger = Client()
    form = stranger.get(link, follow=True)
    assert form.status_code == 200
    done = stranger.post(
        form.request["PATH_INFO"], {"new_password1": "uus-pikk-parool", "new_password2": "uus-pikk-parool"}
    )
    assert done["Location"] == LOGIN
    assert sign_in("uus@example.ee", "uus-pikk-parool").status_code == 302
    assert "enam ei kehti" in Client().get(link, follow=True).text


def test_the_link_does_not_work_in_another_municipality(newcomer: Membership, signed_in, other_municipality) -> None:
    link = password_link(newcomer, signed_in)
    assert "enam ei kehti" in Client().get(link, follow=True, headers={"host": "elva.localhost"}).text
