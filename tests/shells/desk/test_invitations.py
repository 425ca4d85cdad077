"""A role in a municipality counts when the person accepts it by the link of a letter; only they choose their password."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from raekoda.casework.letters.models import Letter
from raekoda.identity.accounts import actions, invitations
from raekoda.identity.accounts.actions import AccountError
from raekoda.identity.accounts.invitation_models import Invitation
from raekoda.identity.accounts.models import Membership, Role, User
from raekoda.identity.signin.models import Totp
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.core.tenancy import municipality_scope

LOGIN = "/toolaud/sisene/"
ADDRESS = "anne@tartu.example.ee"
OWN = {"new_password1": "minu-oma-parool", "new_password2": "minu-oma-parool", "accept": "1"}
CHOSEN_BY_ELVA = "elva-valitud-parool"


@pytest.fixture
def elva(other_municipality: Municipality) -> Municipality:
    return other_municipality


def administrator(municipality: Municipality) -> Actor:
    user, _is_new = User.objects.get_or_create(username=f"haldur-{municipality.slug}")
    Membership.objects.get_or_create(user=user, municipality=municipality, role=Role.ADMINISTRATOR)
    return Actor.staff(user)


def invite(municipality: Municipality) -> str:
    """The path of the link in the letter."""
    with municipality_scope(municipality):
        invitations.invite(
            municipality=municipality, email=ADDRESS, first_name="Anne", last_name="Uus", role=Role.OFFICIAL,
            actor=administrator(municipality),
        )  # fmt: skip
        letter = Letter.objects.latest("pk")
    found = re.search(rf"http://{municipality.slug}\.localhost(?::\d+)?(/toolaud/kutse/\S+)", letter.text)
    assert letter.to == ADDRESS and found is not None
    return found[1]


def sign_in(municipality: Municipality, password: str) -> int:
    client = Client(headers={"host": f"{municipality.slug}.localhost"})
    return client.post(LOGIN, {"username": ADDRESS, "password": password}).status_code


def accept(municipality: Municipality, link: str, values: dict[str, str]) -> int:
    return Client(headers={"host": f"{municipality.slug}.localhost"}).post(link, values).status_code


def roles(municipality: Municipality) -> list[str]:
    held = Membership.objects.filter(user__username=ADDRESS, municipality=municipality)
    return list(held.values_list("role", flat=True))


def test_a_new_colleague_opens_the_link_and_sets_the_password(municipality: Municipality) -> None:
    link = invite(municipality)
    assert not User.objects.filter(username=ADDRESS).exists() and roles(municipality) == []
    assert ADDRESS in Client().get(link).text
    assert accept(municipality, link, {**OWN, "new_password2": "midagi-muud"}) == 422
    assert accept(municipality, link, {"accept": "1"}) == 422 and roles(municipality) == []
    assert accept(municipality, link, OWN) == 302
    assert roles(municipality) == ["official"]
    assert sign_in(municipality, "minu-oma-parool") == 302
    assert accept(municipality, link, OWN) == 404
    assert JournalEntry.objects.filter(action="people.accept_invitation").count() == 1


def test_a_password_chosen_elsewhere_opens_no_other_municipality(
    municipality: Municipality, elva: Municipality
) -> None:
    """Elva's administrator made an account of an address of Tartu and knows its password, as older versions let them."""
    prepared = User.objects.create_user(ADDRESS, ADDRESS, CHOSEN_BY_ELVA)
    Membership.objects.create(user=prepared, municipality=elva, role=Role.OFFICIAL)
    Totp.objects.create(user=prepared, secret="JBSWY3DPEHPK3PXP", created_at=timezone.now())
    link = invite(municipality)
    assert sign_in(municipality, CHOSEN_BY_ELVA) == 200 and roles(municipality) == []
    assert accept(municipality, link, {"accept": "1"}) == 422
    assert accept(municipality, link, OWN) == 302
    assert not Totp.objects.filter(user=prepared).exists()
    assert sign_in(municipality, CHOSEN_BY_ELVA) == 200
    assert sign_in(elva, CHOSEN_BY_ELVA) == 200
    assert sign_in(municipality, "minu-oma-parool") == 302


def test_a_second_municipality_needs_the_yes_of_the_person_and_leaves_the_password(
    municipality: Municipality, elva: Municipality
) -> None:
    accept(elva, invite(elva), OWN)
    link = invite(municipality)
    assert sign_in(municipality, "minu-oma-parool") == 200 and roles(municipality) == []
    page = Client().get(link).text
    assert "new_password1" not in page and roles(municipality) == []
    assert accept(municipality, link, {"accept": "1", "new_password1": "x", "new_password2": "x"}) == 302
    assert roles(municipality) == ["official"]
    assert sign_in(municipality, "minu-oma-parool") == 302


def test_the_link_works_in_its_own_municipality_and_for_a_week(municipality: Municipality, elva: Municipality) -> None:
    link = invite(municipality)
    assert accept(elva, link, OWN) == 404
    Invitation.objects.update(expires_at=Invitation.objects.get().invited_at - timedelta(seconds=1))
    assert accept(municipality, link, OWN) == 404
    assert roles(municipality) == [] and not User.objects.filter(username=ADDRESS).exists()


def test_a_second_invitation_replaces_the_first_and_one_is_taken_back(municipality: Municipality, signed_in) -> None:
    first = invite(municipality)
    desk = signed_in(Role.ADMINISTRATOR)
    desk.post("/toolaud/inimesed/uus/", {"email": ADDRESS, "first_name": "A", "last_name": "U", "role": "official"})
    assert accept(municipality, first, OWN) == 404
    assert ADDRESS in desk.get("/toolaud/inimesed/").text
    desk.post(f"/toolaud/inimesed/kutse/{Invitation.objects.get().pk}/eemalda/")
    assert not Invitation.objects.exists()


def test_the_administrator_never_sees_the_link(municipality: Municipality, signed_in) -> None:
    desk = signed_in(Role.ADMINISTRATOR)
    values = {"email": ADDRESS, "first_name": "A", "last_name": "U", "role": "official"}
    page = desk.post("/toolaud/inimesed/uus/", values, follow=True).text
    letter = Letter.objects.get(to=ADDRESS)
    token = re.search(r"/kutse/([\w-]+)", letter.text)
    assert token is not None
    for is_demo in (False, True):
        Municipality.objects.update(is_demo=is_demo)
        shown = desk.get(f"/toolaud/kirjad/{letter.pk}/").text
        assert "/toolaud/kutse/…" in shown and token[1] not in shown + page


def test_staff_give_no_role_to_somebody_who_does_not_work_here(municipality: Municipality) -> None:
    values = {"municipality": municipality, "first_name": "A", "last_name": "U", "actor": administrator(municipality)}
    with pytest.raises(AccountError):
        actions.add_member(email=ADDRESS, role=Role.OFFICIAL, **values)
    colleague = User.objects.create_user("kolleeg@example.ee")
    Membership.objects.create(user=colleague, municipality=municipality, role=Role.OFFICIAL)
    given = invitations.invite(email="kolleeg@example.ee", role=Role.EDITOR, **values)
    assert isinstance(given, Membership) and not Letter.objects.exists()
