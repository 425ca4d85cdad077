"""A person reads exactly the looks that happened: who, when, what, why."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from raekoda.casework.cases.models import Attachment, Case
from raekoda.identity.accesslog import tasks
from raekoda.identity.accesslog.access_log import log_access
from raekoda.identity.accesslog.models import Look, Opening
from raekoda.identity.accounts.models import User
from raekoda.identity.persons.models import Person
from raekoda.identity.persons.personal_data import personal_data_sources
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from tests.identity.persons.factory import JAAN, MARI, child_of, person, sign_in
from tests.jobs import run_for_each

PAGE = "/en/iseteenindus/vaatamised/"
WHY = "Taotlus 2026-000017, lapse elukoht"


def read(client: Client) -> list[tuple[str, str, str]]:
    """Who, what and why of each row of the page, the newest first."""
    tree = html.fromstring(client.get(PAGE).text)
    rows = []
    for row in tree.xpath("//tbody/tr"):
        cells = [re.sub(r"\s+", " ", cell.text_content()).strip() for cell in row.xpath("./td")]
        rows.append((cells[1], cells[2], cells[3]))
    return rows


def resident(person: Person) -> Client:
    return sign_in(Client(), person)


def test_the_page_shows_exactly_the_logged_accesses(
    official: Client, marisees: Case, mari: Person, make_case: Callable[..., Case], municipality: Municipality
) -> None:
    """A morning of an official's work, and what Mari reads of it afterwards."""
    jaan = person(municipality, JAAN, given_name="Jaan", family_name="Mustikas")
    jaans = make_case(text="Auk on teel.", person=jaan)
    nobodys = make_case(text="Prügi.")
    case_page = reverse("cases_desk:case", args=[marisees.number])

    official.get(reverse("desk:home"))
    official.get(reverse("desk:home"), {"tab": "open"})
    official.get(reverse("cases_desk:case", args=[nobodys.number]))
    official.get(case_page)
    official.get(reverse("desk:home"), {"tab": "open", "q": "lamp"})
    official.get(reverse("desk:home"), {"tab": "open", "q": "auk"})
    b"".join(official.get(reverse("cases_desk:export"), {"tab": "open"}).streaming_content)
    sent = official.post(reverse("tracker_desk:find_person"), {"code": MARI, "reason": WHY})
    official.get(sent["Location"])
    official.get(f"{reverse('cases_desk:cases_to_join', args=[nobodys.number])}?q=Kalda")

    who = "ametnik, Linnamajanduse osakond"
    named = f"{marisees.number} {marisees.subject}"
    assert read(resident(mari)) == [
        (who, f"Your case was in the results of a search: {named}", "searching for a case"),
        (who, "An official opened your page", WHY),
        (who, f"Your case was in an extract of a list: {named}", "overview of the work"),
        (who, f"Your case was in the results of a search: {named}", "searching for a case"),
        (who, f"An official opened your case: {named}", "handling the case"),
    ]
    assert [what for _who, what, _why in read(resident(jaan))] == [
        f"Your case was in an extract of a list: {jaans.number} {jaans.subject}",
        f"Your case was in the results of a search: {jaans.number} {jaans.subject}",
    ]
    assert Look.objects.count() == 7, "nothing is written for what is nobody's"


def test_what_did_not_happen_is_not_there(
    official: Client, signed_in: Callable[..., Client], marisees: Case, mari: Person
) -> None:
    """Refused looks, one's own, and pages that show nothing of the person."""
    case_page = reverse("cases_desk:case", args=[marisees.number])
    assert signed_in("editor").get(case_page).status_code == 403
    assert Client().get(case_page).status_code == 302
    official.post(reverse("tracker_desk:find_person"), {"code": MARI, "reason": ""})
    official.post(reverse("tracker_desk:find_person"), {"code": JAAN, "reason": WHY})
    client = resident(mari)
    client.get(reverse("cases:status", args=[marisees.token]))

    assert read(client) == []
    assert "Nobody has looked at your data" in client.get(PAGE).text


def test_opening_a_file_is_logged(official: Client, marisees: Case, mari: Person, municipality: Municipality) -> None:
    attachment = Attachment.objects.create(
        municipality=municipality, case=marisees, file="cases/none.pdf", name="tõend.pdf", content_type="application/pdf",
        size=3, at=clock.now(),
    )  # fmt: skip
    attachment.file.storage.save("cases/none.pdf", ContentFile(b"pdf"))
    assert official.get(reverse("cases_desk:attachment", args=[attachment.ref])).status_code == 200

    assert [what for _who, what, _why in read(resident(mari))] == [
        f"An official opened a file of your case: {marisees.number}, tõend.pdf"
    ]


@pytest.mark.parametrize("address", ["/failid/{}/", "/failid/{}/?suurus=vaike"])
def test_opening_a_file_by_its_public_url_is_logged_for_staff(
    address: str, official: Client, marisees: Case, mari: Person, municipality: Municipality
) -> None:
    attachment = Attachment.objects.create(
        municipality=municipality, case=marisees, file="cases/none2.pdf", name="tõend.pdf",
        content_type="application/pdf", size=3, at=clock.now(),
    )  # fmt: skip
    attachment.file.storage.save("cases/none2.pdf", ContentFile(b"pdf"))
    page = address.format(attachment.ref)
    assert Client().get(page).status_code == 404
    assert official.get(page).status_code == 200
    assert [what for _who, what, _why in read(resident(mari))] == [
        f"An official opened a file of your case: {marisees.number}, tõend.pdf"
    ]


def test_strangers_are_sent_to_sign_in_and_a_parent_reads_of_the_child(
    mari: Person, oskar_acts: Actor, municipality: Municipality
) -> None:
    child, right = child_of(mari)
    jaan = person(municipality, JAAN)
    log_access(child, oskar_acts, "tracker.person", purpose=WHY)

    assert Client().get(PAGE)["Location"].partition("?")[0].endswith("/sisene/")
    assert read(resident(mari)) == []
    assert read(resident(jaan)) == []
    assert [what for _who, what, _why in read(sign_in(Client(), mari, acting_for=right))] == [
        "Somebody who may act for you opened your matters", "An official opened your page",
    ]  # fmt: skip


def test_a_representative_who_opens_ones_matters_is_seen(mari: Person, municipality: Municipality) -> None:
    child, right = child_of(mari)
    sign_in(Client(), mari)
    assert not Look.objects.exists(), "one's own matters are one's own"
    sign_in(Client(), mari, acting_for=right)
    assert read(resident(child)) == [("Teie esindaja", "Somebody who may act for you opened your matters", "vanem")]
    assert mari.given_name not in str(Look.objects.values()), "no names in what is never deleted"
    assert Look.objects.get().person == child


def test_openings_go_when_they_hold_no_more(official: Client, mari: Person) -> None:
    official.post(reverse("tracker_desk:find_person"), {"code": MARI, "reason": WHY})
    run_for_each(tasks.delete_expired_openings)
    assert Opening.objects.count() == 1
    with clock.at(clock.now() + Opening.LIFETIME + timedelta(seconds=1)):
        run_for_each(tasks.delete_expired_openings)
    assert not Opening.objects.exists()
    assert Look.objects.count() == 1


def test_entries_cannot_be_changed_or_deleted(mari: Person, oskar_acts: Actor) -> None:
    log_access(mari, oskar_acts, "tracker.person", purpose=WHY)
    for change in (lambda: Look.objects.update(purpose="x"), lambda: Look.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_an_unregistered_kind_of_access_is_an_error(mari: Person, oskar_acts: Actor) -> None:
    with pytest.raises(KeyError):
        log_access(mari, oskar_acts, "unknown.kind")


def test_the_same_number_of_queries_for_10_and_100_entries(mari: Person, oskar_acts: Actor, marisees: Case) -> None:
    client, counts = resident(mari), []
    client.get(PAGE)
    for count in (10, 90):
        for _turn in range(count):
            log_access(mari, oskar_acts, "cases.view", subject=marisees)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    page = client.get(PAGE)
    assert page.text.count("<time") == 50
    following = re.search(r'href="(\?cursor=[^"]+)"', page.text)
    assert following is not None
    assert client.get(PAGE + following[1].replace("&amp;", "&")).text.count("<time") == 50


def test_a_persons_page_has_the_same_number_of_queries_at_10_and_100_cases(
    official: Client, mari: Person, make_case: Callable[..., Case]
) -> None:
    page = official.post(reverse("tracker_desk:find_person"), {"code": MARI, "reason": WHY})["Location"]
    official.get(page)
    counts = []
    for count in (10, 90):
        for _turn in range(count):
            make_case(person=mari)
        with CaptureQueriesContext(connection) as queries:
            assert official.get(page).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_persons_page_asks_who_and_why_and_holds_for_half_an_hour(
    official: Client, oskar: User, marisees: Case, mari: Person, signed_in: Callable[..., Client]
) -> None:
    find = reverse("tracker_desk:find_person")
    for wrong in (
        {"code": MARI, "reason": "lühike"},
        {"code": "60001019907", "reason": WHY},
        {"code": JAAN, "reason": WHY},
    ):
        assert official.post(find, wrong).status_code == 422
    assert not Opening.objects.exists()
    assert JournalEntry.objects.filter(action="tracker.not_found").count() == 2
    assert MARI not in str(list(JournalEntry.objects.values_list("data", "reason")))

    sent = official.post(find, {"code": MARI, "reason": WHY})
    page = official.get(sent["Location"])
    assert mari.name in page.text
    assert marisees.number in page.text
    assert page["Cache-Control"] == "private, no-store"
    assert JournalEntry.objects.get(action="tracker.open_person").reason == WHY

    assert signed_in("service_owner").get(sent["Location"]).status_code == 302, "it holds for whom opened it"
    with clock.at(clock.now() + Opening.LIFETIME):
        assert official.get(sent["Location"])["Location"] == find


@pytest.mark.parametrize(
    ("role", "person_page", "review"),
    [
        ("operator", 403, 403), ("editor", 403, 403), ("analyst", 403, 403), ("official", 200, 403),
        ("service_owner", 200, 403), ("administrator", 403, 200),
    ],
)  # fmt: skip
def test_permissions_to_open_a_person_and_review_access(
    role: str, person_page: int, review: int, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(role)
    assert client.get(reverse("tracker_desk:find_person")).status_code == person_page
    assert client.get(reverse("tracker_desk:find_looks")).status_code == review
    assert client.get(reverse("tracker_desk:receiver")).status_code == review


def test_reviewing_an_access_log_is_logged(signed_in: Callable[..., Client], oskar_acts: Actor, mari: Person) -> None:
    log_access(mari, oskar_acts, "tracker.person", purpose=WHY)
    client = signed_in("administrator")
    sent = client.post(
        reverse("tracker_desk:find_looks"), {"code": MARI, "reason": "Isik küsis, kes tema andmeid vaatas"}
    )
    page = client.get(sent["Location"])

    assert WHY in page.text
    assert "Isik küsis" in page.text, "the check itself is among the looks"
    assert read(resident(mari))[0][2] == "Isik küsis, kes tema andmeid vaatas"


def test_a_person_of_another_municipality_is_not_found(
    other_municipality: Municipality, signed_in: Callable[..., Client], mari: Person
) -> None:
    from raekoda.platform.core.tenancy import municipality_scope
    from tests.casework.cases.conftest import add_membership, make_user

    with municipality_scope(other_municipality):
        stranger = make_user(other_municipality, "elvakas", "administrator")
        add_membership(stranger, other_municipality, "official")
    client = Client()
    client.force_login(stranger)
    for name in ("find_person", "find_looks"):
        sent = client.post(
            reverse(f"tracker_desk:{name}"), {"code": MARI, "reason": WHY}, headers={"host": "elva.localhost"}
        )
        assert sent.status_code == 422
    assert not Look.objects.exists()


def test_entries_are_exported_and_retained_after_erasure(mari: Person, oskar_acts: Actor, marisees: Case) -> None:
    log_access(mari, oskar_acts, "cases.view", subject=marisees)
    holding = personal_data_sources["tracker"]

    (row,) = holding.export(mari)
    assert marisees.number in row["about"]
    forgotten = holding.erase(mari, Actor.system())
    assert (forgotten.deleted, forgotten.retained) == (0, 1)
    assert forgotten.reason
