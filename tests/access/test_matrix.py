"""Who opens what, over all rooms: every role at every path of the desk, the self-service and the administration, with
something there to be opened. Lists in other formats, files and actions are paths as pages are.

What is open to all is read by a visitor and by a stranger, and searched for words, codes and links of all the people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from raekoda.casework.cases import queries
from raekoda.casework.cases.models import Case
from raekoda.identity.accounts.models import User
from raekoda.platform.core.actor import Actor
from raekoda.selfservice.applications.models import Batch, Decision
from tests.access import tables
from tests.access.administration import ADMINISTRATION as LISTS
from tests.access.desk_paths import PATHS
from tests.access.open_paths import MACHINES, OF_SOMEBODY, SHOWN, addresses
from tests.access.secrets import secrets
from tests.access.town import COMBINED, STAFF, Town, as_it_was, paths, permission_of, views

pytestmark = pytest.mark.django_db
NOT_LET_IN, NOT_THERE, NOT_THIS_WAY = 403, 404, 405
MEMBERS = {role: (role,) for role in STAFF} | COMBINED | {"superuser": ("administrator",), "elsewhere": ()}
"""Who of the staff asks, and whose roles they have. A superuser may what an administrator may: no content of cases."""


def under(beginning: str, lists: Mapping[tuple[str, ...], str]) -> dict[str, tuple[str, ...]]:
    """Who opens each path of the table."""
    return {beginning + line.strip(): roles for roles, text in lists.items() for line in text.splitlines()[1:-1]}


ROLES = {permission: roles for roles, names in tables.ROLES.items() for permission in names.split()}
PERMISSIONS = {f"toolaud/{line.strip()}": name for name, text in PATHS.items() for line in text.splitlines()[1:-1]}
DESK = (
    {path: ROLES[permission] for path, permission in PERMISSIONS.items()}
    | {f"toolaud/{path}": roles for path, roles in tables.GUARDED_OTHERWISE.items()}
    | under("toolaud/", tables.OF_ITS_OBJECT)
)
ITS_MAKER = {f"toolaud/{path}": member for path, member in tables.OF_ITS_MAKER.items()}
RESIDENTS = under("iseteenindus/", tables.RESIDENTS)
ADMINISTRATION = under("haldus/", LISTS)
ELSEWHERE_TESTED = {f"toolaud/{line.strip()}" for line in tables.OPEN_AT_THE_DESK.split()}


def whole(answer: Any) -> bytes:
    """The answer to its last byte: what is streamed is made while it is read."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def opens(town: Town, browser: Client, path: str, *, both: bool = True) -> bool:
    """Whether the path shows or does something for this browser, read or written to; when not ``both``, written to only
    where it cannot be read."""
    answers: list[int] = []
    for method in (browser.get, browser.post):
        if answers and answers[0] != NOT_THIS_WAY and not both:
            break
        with as_it_was():
            answer = method(town.addresses[path], town.sent.get(path) if method == browser.post else None)
            whole(answer)
            to_sign_in = answer.status_code == 302 and "/sisene/" in answer["Location"]
            answers.append(answer.status_code if not to_sign_in else NOT_LET_IN)
            assert answer.status_code < 500, path
    let_in = {answer not in (NOT_LET_IN, NOT_THERE) for answer in answers if answer != NOT_THIS_WAY}
    assert len(let_in) == 1, f"{path}: {answers}, read and written to alike"
    return let_in.pop()


def test_every_path_stands_in_a_table() -> None:
    known = {path for path in paths() if path.startswith(("toolaud/", "iseteenindus/"))}
    assert known == DESK.keys() | RESIDENTS.keys() | ELSEWHERE_TESTED
    assert DESK["toolaud/juhtum/<str:number>/"] == tables.FRONT


def test_every_path_of_the_desk_is_guarded_by_its_permission() -> None:
    guards = {path: permission_of(view) for path, view in views() if path.startswith("toolaud/")}
    open_paths = ELSEWHERE_TESTED | {f"toolaud/{path}" for path in tables.GUARDED_OTHERWISE}
    assert guards == PERMISSIONS | dict.fromkeys(open_paths, None)


@pytest.mark.parametrize("name", MEMBERS)
def test_roles_have_the_permissions_of_the_table(town: Town, name: str) -> None:
    actor = Actor.staff(User.objects.get(username=f"matrix.{name}"))
    held = {permission for permission in ROLES if actor.may(permission)}
    assert held == {permission for permission, roles in ROLES.items() if {*roles} & {*MEMBERS[name]}}


def test_who_sets_up_reads_no_content(town: Town) -> None:
    for name in ("administrator", "superuser", "editor", "analyst"):
        actor = Actor.staff(User.objects.get(username=f"matrix.{name}"))
        assert not queries.visible_to(actor).filter(is_public=False).exists(), name


def expected_at_the_desk(name: str) -> set[str]:
    allowed = {path for path, roles in DESK.items() if {*roles} & {*MEMBERS[name]} and path not in ITS_MAKER}
    return allowed | {path for path, member in ITS_MAKER.items() if member == name}


@pytest.mark.soak
@pytest.mark.parametrize("name", MEMBERS)
def test_the_whole_desk(town: Town, name: str) -> None:
    browser = town.browser(name)
    assert {path for path in DESK if opens(town, browser, path)} == expected_at_the_desk(name)


@pytest.mark.parametrize("name", MEMBERS)
def test_the_desk(town: Town, name: str) -> None:
    """Each path is asked by a fourth of the members; guards and permissions of all are compared above."""
    browser, turn = town.browser(name), [*MEMBERS].index(name)
    asked = {path for number, path in enumerate(sorted(DESK)) if (number + turn) % 4 == 0}
    assert {path for path in asked if opens(town, browser, path, both=False)} == expected_at_the_desk(name) & asked


@pytest.mark.parametrize("role", tables.SIGNED_IN)
def test_the_self_service(town: Town, role: str) -> None:
    browser = town.browser(role)
    opened = {path for path in RESIDENTS if opens(town, browser, path)}
    assert opened == {path for path, roles in RESIDENTS.items() if role in roles}


@pytest.mark.parametrize("role", ["official", "administrator"])
def test_staff_are_no_residents(town: Town, role: str) -> None:
    browser = town.browser(role)
    assert not [path for path in RESIDENTS if opens(town, browser, path)]


def test_residents_are_no_staff(town: Town) -> None:
    browser = town.browser("owner")
    assert not [path for path in DESK if opens(town, browser, path)]


@pytest.mark.parametrize("role", STAFF)
def test_the_administration(town: Town, role: str) -> None:
    browser, opened = town.browser(role), set()
    for path in ADMINISTRATION:
        if browser.get(town.addresses.get(path, f"/{path}")).status_code == 200:
            opened.add(path)
    assert opened == {path for path, roles in ADMINISTRATION.items() if role in roles}


def test_a_second_role_does_not_make_a_second_person(town: Town) -> None:
    """Who made a payment list or drafted a decision does not confirm it, whatever other role they have."""
    name = "official+administrator"
    user, browser = User.objects.get(username=f"matrix.{name}"), town.browser(name)
    with as_it_was():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")  # what two decided is refused to change
            Batch.objects.update(
                state="gathered", made_by=user, touched_by=[user.pk], confirmed_by=None, confirmed_at=None
            )
            cursor.execute("SET LOCAL session_replication_role = origin")
        confirm = f"/toolaud/valjamaksed/{Batch.objects.get().ref}/kinnita/"
        browser.post(confirm)
        assert Batch.objects.get().state == "gathered"
        town.browser("official").post(confirm)
        assert Batch.objects.get().state == "confirmed"
    with as_it_was():
        Decision.objects.filter(state="waiting").update(drafted_by=user)
        decision = Decision.objects.get(state="waiting")
        answer = browser.post(f"/toolaud/taotlused/{decision.application.ref}/otsus/kinnita/", follow=True)
        assert "ise kinnitada" in answer.text and Decision.objects.get(pk=decision.pk).state == "waiting"


@pytest.fixture(scope="module")
def held_back(town: Town) -> set[str]:
    return {words.strip() for words in secrets() if len(words.strip()) > 5}


def read(client: Client, address: str) -> tuple[int, str]:
    with as_it_was():
        answer = client.get(address)
        return answer.status_code, whole(answer).decode(errors="replace")


def test_every_open_path_is_read() -> None:
    behind_doors = ("toolaud/", "iseteenindus/", "haldus/", "_util/", "dokumendid/", "testpank/")
    known = {path for path in paths() if not path.startswith(behind_doors)}
    assert known == SHOWN.keys() | OF_SOMEBODY.keys() | MACHINES


@pytest.mark.parametrize("role", ["visitor", "stranger"])
def test_pages_for_all_hold_nothing_of_somebody(town: Town, held_back: set[str], role: str) -> None:
    client, wrong = town.browser(role), {}
    assert len(held_back) > 300
    assert Case.objects.filter(is_public=True).latest("pk").ref in read(client, "/api/v1/cases")[1]
    for address in addresses(SHOWN):
        status, text = read(client, address)
        if status not in (200, 302) or any(words in text for words in held_back):
            wrong[address] = status, [words for words in held_back if words in text]
    assert not wrong


@pytest.mark.parametrize("role", ["visitor", "stranger"])
def test_what_is_somebodys_is_not_there_for_others(town: Town, role: str) -> None:
    client = town.browser(role)
    found = {address: read(client, address)[0] for address in addresses(OF_SOMEBODY)}
    assert not {address: status for address, status in found.items() if status not in (404, 405)}
