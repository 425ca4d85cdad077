"""Pages go live and expire at the time that an editor chose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from wagtail.models import Revision

from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.publishing.website import tasks
from raekoda.publishing.website.models import NewsPage


def passes(page: NewsPage, name: str) -> None:
    """The time in the field ``name`` of the page and of its revision is past."""
    past = clock.now() - timedelta(minutes=1)
    NewsPage.objects.filter(pk=page.pk).update(**{name: past})
    for revision in Revision.objects.for_instance(page):
        revision.content[name] = past.isoformat()
        revision.approved_go_live_at = past if revision.approved_go_live_at else None
        revision.save()


def test_a_page_goes_live_when_its_time_has_come(
    tartu: Municipality, elva: Municipality, at_tartu: Client, write_news: Callable[..., NewsPage]
) -> None:
    page = write_news(tartu, "Homme", live=False)
    page.go_live_at = clock.now() + timedelta(hours=1)
    page.save_revision().publish()
    tasks.apply_schedule(0)
    assert at_tartu.get("/uudised/uudis-1-et/").status_code == 404
    passes(page, "go_live_at")
    assert tasks.publish_due(elva) == 0
    tasks.apply_schedule(0)
    page.refresh_from_db()
    assert page.live
    assert at_tartu.get("/uudised/uudis-1-et/").status_code == 200
    assert tasks.publish_due(tartu) == 0


def test_a_page_expires_and_leaves_the_list(
    tartu: Municipality, elva: Municipality, at_tartu: Client, write_news: Callable[..., NewsPage]
) -> None:
    page = write_news(tartu, "Eile")
    page.expire_at = clock.now() + timedelta(hours=1)
    page.save_revision().publish()
    assert "Eile" in at_tartu.get("/uudised/").content.decode()
    tasks.apply_schedule(0)
    assert at_tartu.get("/uudised/uudis-1-et/").status_code == 200
    passes(page, "expire_at")
    assert tasks.unpublish_expired(elva) == 0
    tasks.apply_schedule(0)
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)
    assert at_tartu.get("/uudised/uudis-1-et/").status_code == 404
    assert "Eile" not in at_tartu.get("/uudised/").content.decode()
