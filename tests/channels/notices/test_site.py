"""Public pages: list, notice, feeds, calendars, banner; drafts are not visible."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from raekoda.channels.notices import actions, banners, payloads
from raekoda.channels.notices.errors import NoticeError
from raekoda.channels.notices.models import Kind, Notice
from raekoda.platform.core import clock
from raekoda.platform.core.context import banners as shown_banners
from raekoda.platform.core.models import Municipality
from raekoda.platform.search.models import Document

TALLINN = ZoneInfo("Europe/Tallinn")
ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_draft_is_seen_by_nobody(client: Client, write) -> None:
    notice = write(starts_at=clock.now())
    for address in (f"/teadaanded/{notice.ref}/", f"/teadaanded/{notice.ref}/kalender.ics"):
        assert client.get(address).status_code == 404
    for address in ("/teadaanded/", "/teadaanded/rss/", "/teadaanded/atom/", "/teadaanded/kalender.ics"):
        assert notice.title_et not in client.get(address).content.decode()


def test_published_notice_is_shown_everywhere_in_three_languages(client: Client, publish, annelinn) -> None:
    notice = publish(
        kind=Kind.WORKS, title_en="Street closed", text_en="Until Friday.", place="Riia 2", areas=[annelinn],
        starts_at=clock.now(),
    )  # fmt: skip
    assert "Riia tänav on suletud" in client.get("/teadaanded/").content.decode()
    assert "Street closed" in client.get("/en/teadaanded/").content.decode()
    shown = client.get(f"/en/teadaanded/{notice.ref}/").content.decode()
    assert "Until Friday." in shown and "Annelinn" in shown and "Riia 2" in shown
    assert "Riia tänav on suletud" in client.get(f"/ru/teadaanded/{notice.ref}/").content.decode()
    keys = set(Document.objects.filter(key=f"notice-{notice.ref}").values_list("language", flat=True))
    assert keys == {"et", "en"}


def test_feeds_follow_the_filters(client: Client, publish, annelinn, karlova, streets, schools) -> None:
    publish(title_et="Annelinnas", areas=[annelinn], topics=[streets])
    publish(title_et="Karlovas", areas=[karlova], topics=[schools])
    publish(title_et="Igal pool", kind=Kind.EVENT, starts_at=clock.now())

    def titles(address: str) -> list[str]:
        root = ElementTree.fromstring(client.get(address).content)
        found = root.iter(f"{ATOM}entry") if root.tag.startswith(ATOM) else root.iter("item")
        return [str(each.findtext("title") or each.findtext(f"{ATOM}title")) for each in found]

    assert titles("/teadaanded/rss/") == ["Igal pool", "Karlovas", "Annelinnas"]
    assert titles(f"/teadaanded/atom/?ala={annelinn.pk}") == ["Igal pool", "Annelinnas"]
    assert titles("/teadaanded/rss/?teema=koolid") == ["Karlovas"]
    assert titles("/teadaanded/atom/?liik=event") == ["Igal pool"]
    assert len(titles("/teadaanded/rss/?liik=nonsense&ala=999999999999999999999")) == 3


def test_calendar_has_times_and_whole_days(client: Client, publish) -> None:
    day = datetime(2026, 9, 17, tzinfo=TALLINN)
    publish(title_et="Laat", kind=Kind.EVENT, starts_at=day, ends_at=day + timedelta(days=1), place="Raekoja plats")
    publish(title_et="Tööd", kind=Kind.WORKS, starts_at=day.replace(hour=8), ends_at=day.replace(hour=16))
    publish(title_et="Uudis")

    response = client.get("/teadaanded/kalender.ics")

    assert response["Content-Type"].startswith("text/calendar")
    events = {str(event["summary"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}
    assert set(events) == {"Laat", "Tööd"}
    assert events["Laat"].decoded("dtend").isoformat() == "2026-09-19"
    assert str(events["Laat"]["location"]) == "Raekoja plats"
    assert events["Tööd"].decoded("dtstart") == day.replace(hour=8)


def test_banner_stands_until_its_time_and_beside_the_municipalitys_own(
    client: Client, publish, municipality: Municipality, editor
) -> None:
    municipality.notice = {"tone": "info", "url": "", "et": {"title": "", "text": "Oma teade"}}
    municipality.save()
    until = clock.now() + timedelta(hours=2)
    notice = publish(
        kind=Kind.CRISIS, title_et="Torm", text_et="Püsige kodus", banner_tone="danger", banner_until=until
    )

    municipality.refresh_from_db()
    assert [each["text"] for each in shown_banners(municipality.notice, "en")] == ["Oma teade", "Püsige kodus"]
    (banner,) = municipality.notice["notices"]
    assert banner["en"]["url"] == f"/en/teadaanded/{notice.ref}/"
    Notice.objects.filter(pk=notice.pk).update(banner_until=clock.now() - timedelta(minutes=1))
    banners.refresh(municipality)
    assert Municipality.objects.get(pk=municipality.pk).notice == {
        "tone": "info", "url": "", "et": {"title": "", "text": "Oma teade"},
    }  # fmt: skip


def test_banner_is_not_shown_a_moment_longer_than_its_time(municipality: Municipality) -> None:
    past = (clock.now() - timedelta(seconds=1)).isoformat()
    assert shown_banners({"notices": [{"tone": "danger", "until": past, "et": {"text": "Torm"}}]}, "et") == []


def test_banner_is_lifted_and_a_withdrawn_notice_is_gone(client: Client, publish, municipality, editor) -> None:
    kwargs = {"banner_tone": "warning", "banner_until": clock.now() + timedelta(days=1)}
    first, second = publish(title_et="Esimene", **kwargs), publish(title_et="Teine", **kwargs)
    actions.remove_banner(first, actor=editor)
    municipality.refresh_from_db()
    assert [each["et"]["title"] for each in municipality.notice["notices"]] == ["Teine"]
    actions.withdraw(second, actor=editor)
    municipality.refresh_from_db()
    assert municipality.notice == {}
    assert client.get(f"/teadaanded/{second.ref}/").status_code == 404
    assert not Document.objects.filter(key=f"notice-{second.ref}").exists()


@pytest.mark.parametrize(
    ("kwargs", "field"),
    [
        ({"kind": Kind.WORKS}, "starts_at"),
        ({"ends_at": datetime(2026, 9, 17, tzinfo=TALLINN)}, "starts_at"),
        ({"banner_tone": "danger"}, "banner_until"),
        ({"banner_tone": "danger", "banner_until": datetime(2020, 1, 1, tzinfo=TALLINN)}, "banner_until"),
        (
            {"starts_at": datetime(2026, 9, 17, tzinfo=TALLINN), "ends_at": datetime(2026, 9, 16, tzinfo=TALLINN)},
            "ends_at",
        ),
    ],
)
def test_invalid_times_are_reported(write, kwargs, field) -> None:
    with pytest.raises(NoticeError) as refusal:
        write(**kwargs)
    assert refusal.value.field == field


def test_the_next_municipality_has_its_own_notices(client: Client, publish, other_municipality: Municipality) -> None:
    notice = publish(starts_at=clock.now())
    for address in (f"/teadaanded/{notice.ref}/", f"/teadaanded/{notice.ref}/kalender.ics"):
        assert client.get(address, headers={"host": "elva.localhost"}).status_code == 404
    for address in ("/teadaanded/", "/teadaanded/rss/", "/teadaanded/kalender.ics"):
        assert notice.title_et not in client.get(address, headers={"host": "elva.localhost"}).content.decode()


def test_list_asks_the_same_number_of_queries_however_long(client: Client, publish, annelinn, streets) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(address, headers={"HX-Request": "true"})
        return len(asked)

    for _ in range(10):
        publish(areas=[annelinn], topics=[streets], starts_at=clock.now())
    addresses = ("/teadaanded/", "/teadaanded/rss/", "/teadaanded/kalender.ics")
    ten = [(queries(each), queries(each))[1] for each in addresses]
    for _ in range(20):
        publish(areas=[annelinn], topics=[streets], starts_at=clock.now())
    assert [queries(each) for each in addresses] == ten


def test_other_systems_get_the_public_words(publish, annelinn, streets) -> None:
    notice = publish(
        kind=Kind.WORKS, starts_at=datetime(2026, 9, 17, 8, tzinfo=TALLINN), areas=[annelinn], topics=[streets],
        title_en="Street closed", text_en="Until Friday.",
    )  # fmt: skip
    data = payloads.webhook_payload(notice)
    assert data["starts_at"].startswith("2026-09-17T")
    assert (data["areas"], data["topics"], set(data["words"])) == (["Annelinn"], ["tanavad"], {"et", "en"})
    assert data["words"]["en"]["url"] == f"http://tartu.localhost:8000/en/teadaanded/{notice.ref}/"
