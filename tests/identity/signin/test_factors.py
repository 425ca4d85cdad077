"""Staff's second factors: codes of an app, recovery codes, whom a municipality asks for them, the reset."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from django.test import Client

from raekoda.identity.accounts.models import Membership, Role, User
from raekoda.identity.signin import desk_step, factors
from raekoda.identity.signin.models import RecoveryCode, Totp
from raekoda.platform.core import clock
from raekoda.platform.core.models import JournalEntry, Municipality
from tests.shells.desk.conftest import PASSWORD

LOGIN, STEP, OWN = "/toolaud/sisene/", "/toolaud/sisene/kinnita/", "/toolaud/seaded/kinnitus/"


@pytest.fixture(autouse=True)
def _fresh_municipality(municipality: Municipality):
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def secret(oskar: User) -> str:
    """Oskar has an app."""
    secret = pyotp.random_base32()
    Totp.objects.create(user=oskar, secret=secret, created_at=clock.now())
    return secret


def code_of(secret: str, seconds: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(clock.now().timestamp()) + seconds)


def password(client: Client, name: str = "oskar", **more: str):
    return client.post(LOGIN, {"username": name, "password": PASSWORD, **more})


def ask_of(municipality: Municipality, *roles: str) -> None:
    municipality.second_factor_roles = list(roles)
    municipality.save()
    from django.core.cache import cache

    cache.clear()


def test_after_the_password_comes_the_code(oskar: User, secret: str) -> None:
    client = Client()
    assert password(client, next="/toolaud/seaded/")["Location"] == STEP
    assert client.get("/toolaud/").status_code == 302, "nobody is signed in by the password alone"
    assert client.get(STEP).status_code == 200
    before = client.session.session_key
    assert client.post(STEP, {"code": code_of(secret)})["Location"] == "/toolaud/seaded/"
    assert client.session.session_key != before
    assert client.get("/toolaud/").status_code == 200
    line = JournalEntry.objects.get(action="desk.sign_in")
    assert (line.actor_id, line.data) == (oskar.pk, {"factor": "totp"})


def test_wagtails_login_redirects_to_ours(oskar: User, secret: str) -> None:
    client = Client()
    response = client.post("/haldus/login/", {"username": "oskar", "password": PASSWORD})
    assert response["Location"] == LOGIN
    assert client.get("/haldus/").status_code == 302


def test_a_code_works_once(oskar: User, secret: str) -> None:
    code = code_of(secret)
    first, second = Client(), Client()
    password(first), password(second)
    assert first.post(STEP, {"code": code}).status_code == 302
    assert second.post(STEP, {"code": code}).status_code == 422
    assert second.post(STEP, {"code": code_of(secret, 30)}).status_code == 302


@pytest.mark.parametrize(("seconds", "status"), [(-30, 302), (30, 302), (-90, 422), (90, 422)])
def test_clocks_may_differ_a_little(oskar: User, secret: str, seconds: int, status: int) -> None:
    client = Client()
    password(client)
    assert client.post(STEP, {"code": code_of(secret, seconds)}).status_code == status


@pytest.mark.parametrize("code", ["", "000000", "abcdef", "1" * 20, "12 34 5", "٠١٢٣٤٥"])
def test_wrong_codes_are_refused_in_words(oskar: User, secret: str, code: str) -> None:
    client = Client()
    password(client)
    response = client.post(STEP, {"code": code})
    assert response.status_code == 422 and "rk-" in response.text
    assert client.get("/toolaud/").status_code == 302


def test_guessing_is_stopped_for_the_account(oskar: User, secret: str) -> None:
    for _session in range(2):
        client = Client()
        password(client)
        for code in range(factors.TRIES // 2):
            client.post(STEP, {"code": f"{code:06}"})
    last = Client()
    password(last)
    refused = last.post(STEP, {"code": code_of(secret)})
    assert refused.status_code == 429 and 0 < int(refused["Retry-After"]) <= 600
    assert "Liiga palju katseid" in refused.text


def test_guessing_codes_of_many_accounts_from_one_address_is_stopped(oskar: User, secret: str) -> None:
    client = Client()
    password(client)
    session = client.session
    codes = []
    for number in range(4):
        other = User.objects.create_user(f"keegi{number}")
        other.memberships.create(municipality=oskar.memberships.first().municipality, role="official")
        session[desk_step.SESSION_KEY] = {**session[desk_step.SESSION_KEY], "user": other.pk}
        session.save()
        codes += [client.post(STEP, {"code": f"{code:06}"}).status_code for code in range(9)]
    assert codes == [422] * 30 + [429] * 6


def test_the_second_step_waits_five_minutes(oskar: User, secret: str) -> None:
    client = Client()
    password(client)
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert client.post(STEP, {"code": code_of(secret)})["Location"] == LOGIN


def test_an_app_is_set_up_by_its_first_code(official: Client, oskar: User) -> None:
    page = official.get(f"{OWN}rakendus/")
    assert "data:image/svg+xml" in page.text
    secret = page.context["secret"]
    assert official.post(f"{OWN}rakendus/", {"code": "000000"}).status_code == 422
    assert not Totp.objects.exists()
    assert official.post(f"{OWN}rakendus/", {"code": code_of(secret)})["Location"] == f"{OWN}koodid/"
    codes = official.post(f"{OWN}koodid/").context["codes"]
    assert len(set(codes)) == 10
    assert not set(RecoveryCode.objects.values_list("code_digest", flat=True)) & set(codes)
    client = Client()
    password(client)
    assert client.post(STEP, {"code": codes[3].upper()}).status_code == 302
    again = Client()
    password(again)
    assert again.post(STEP, {"code": codes[3]}).status_code == 422, "a recovery code works once"
    assert set(JournalEntry.objects.filter(action__startswith="signin.").values_list("action", flat=True)) == {
        "signin.add_factor",
        "signin.recovery_codes",
    }


def test_the_secret_is_stored_encrypted(oskar: User, secret: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM signin_totp")
        assert secret not in cursor.fetchone()[0]


def test_a_required_factor_redirects_to_its_setup(official: Client, oskar: User, municipality: Municipality) -> None:
    ask_of(municipality, Role.OFFICIAL)
    for page in ("/toolaud/", "/en/toolaud/seaded/", "/toolaud/telefon/"):
        assert official.get(page)["Location"].split("?")[0].endswith(OWN)
    assert official.post("/toolaud/seaded/", {"first_name": "X"}).status_code == 302
    assert official.get("/").status_code != 500
    assert "Teie omavalitsus nõuab" in official.get(OWN, {"next": "/toolaud/tahtajad/"}).text
    secret = official.get(f"{OWN}rakendus/").context["secret"]
    official.post(f"{OWN}rakendus/", {"code": code_of(secret)})
    assert official.post(f"{OWN}koodid/").context["after"] == "/toolaud/tahtajad/"
    assert official.get("/toolaud/").status_code == 200


def test_files_of_cases_are_closed_too_before_the_factor(
    official: Client, municipality: Municipality, oskar: User
) -> None:
    """On public paths a user without a required factor is anonymous."""
    from django.http import HttpRequest
    from django.urls import resolve

    from raekoda.identity.signin.middleware import SecondFactorMiddleware

    municipality.second_factor_roles = [Role.OFFICIAL]
    request = HttpRequest()
    request.path = "/failid/x/"
    request.user, request.session, request.municipality = oskar, {}, municipality  # type: ignore[assignment,attr-defined]
    request.resolver_match = resolve("/teated/")
    from raekoda.platform.core.tenancy import municipality_scope

    with municipality_scope(municipality):
        assert SecondFactorMiddleware(lambda request: None).process_view(request, None, (), {}) is None  # type: ignore[arg-type,return-value]
    assert not request.user.is_authenticated


def test_other_roles_are_not_asked(signed_in, municipality: Municipality) -> None:
    ask_of(municipality, Role.ADMINISTRATOR)
    assert signed_in("official").get("/toolaud/").status_code == 200
    assert signed_in("administrator").get("/toolaud/")["Location"].startswith(OWN)
    root = signed_in(User.objects.create_superuser("juur", "juur@example.ee", PASSWORD))
    for page in ("/toolaud/", "/haldus/", "/haldus/pages/"):
        assert root.get(page)["Location"].startswith(OWN)


def test_a_session_from_before_must_show_the_factor(
    official: Client, oskar: User, secret: str, municipality: Municipality
) -> None:
    """Whoever has the password session of a colleague cannot change their factors."""
    for page in (OWN, f"{OWN}rakendus/", f"{OWN}voti/"):
        client = Client()
        client.force_login(oskar)
        assert client.get(page)["Location"] == STEP
    assert official.post(f"{OWN}eemalda/", {"app": "1"}).status_code == 302
    assert official.post(f"{OWN}koodid/").status_code == 302
    assert Totp.objects.filter(user=oskar).exists() and not RecoveryCode.objects.exists()


def test_the_last_factor_stays_where_it_is_required(oskar: User, secret: str, municipality: Municipality) -> None:
    client = Client()
    password(client)
    client.post(STEP, {"code": code_of(secret)})
    ask_of(municipality, Role.OFFICIAL)
    assert "nõuab teist tegurit" in client.post(f"{OWN}eemalda/", {"app": "1"}, follow=True).text
    ask_of(municipality)
    client.post(f"{OWN}eemalda/", {"app": "1"})
    assert not Totp.objects.exists()


def test_an_administrator_resets_a_colleagues_factor(signed_in, oskar: User, secret: str) -> None:
    membership = Membership.objects.get(user=oskar, unit=None)
    address = f"/toolaud/inimesed/{membership.pk}/kinnitus/"
    administrator = signed_in("administrator")
    assert "kinnitus" in administrator.get(f"/toolaud/inimesed/{membership.pk}/").text
    assert signed_in("service_owner").post(address).status_code == 403
    assert administrator.get(address).status_code == 405
    assert administrator.post(address).status_code == 302
    assert not factors.has_factor(oskar)
    line = JournalEntry.objects.get(action="signin.reset_factor")
    assert (line.subject_id, line.actor_id) == (oskar.pk, User.objects.get(username="administrator").pk)


def test_a_user_of_two_municipalities_cannot_be_reset(
    signed_in, oskar: User, secret: str, other_municipality: Municipality
) -> None:
    Membership.objects.create(user=oskar, municipality=other_municipality, role=Role.OFFICIAL)
    mine = Membership.objects.exclude(municipality=other_municipality).get(user=oskar, unit=None)
    administrator = signed_in("administrator")
    administrator.post(f"/toolaud/inimesed/{mine.pk}/kinnitus/")
    theirs = Membership.objects.get(user=oskar, municipality=other_municipality)
    assert administrator.post(f"/toolaud/inimesed/{theirs.pk}/kinnitus/").status_code == 404
    assert factors.has_factor(oskar)
