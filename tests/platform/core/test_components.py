"""The pieces of the pages say what they mean in words, in the language of the page."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from raekoda.platform.core import clock, icons
from raekoda.platform.core.context import language_links


def shown(source: str, language: str = "et", path: str = "/", **words: Any) -> str:
    request = RequestFactory().get(path)
    with override(language):
        return Template("{% load ui %}" + source).render(Context({"request": request, **words}))


@pytest.fixture
def _on_a_sunday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 22))


@pytest.mark.usefixtures("_on_a_sunday")
@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        (date(2026, 11, 20), "2 päeva üle tähtaja", "danger"),
        (date(2026, 11, 21), "1 päev üle tähtaja", "danger"),
        (date(2026, 11, 22), "täna", "warning"),
        (date(2026, 11, 23), "homme", "warning"),
        (date(2026, 12, 4), "12 päeva jäänud", "quiet"),
        (datetime(2026, 11, 22, 22, 30, tzinfo=UTC), "homme", "warning"),
    ],
)
def test_a_deadline_says_how_near_it_is(due: date, words: str, tone: str) -> None:
    html = shown("{% deadline due %}", due=due)
    assert words in html
    assert f'data-tone="{tone}"' in html


@pytest.mark.usefixtures("_on_a_sunday")
def test_a_closed_case_is_never_late() -> None:
    html = shown("{% deadline due closed=True %}", due=date(2026, 11, 1))
    assert "üle tähtaja" not in html
    assert "01.11.2026" in html


def test_a_case_without_deadline_says_so() -> None:
    assert "tähtaega ei ole" in shown("{% deadline None %}")


def test_russian_plurals_of_days() -> None:
    with override("ru"):
        from raekoda.platform.core.templatetags.ui import _distance

        assert [_distance(-1), _distance(-2), _distance(-5)] == [
            "просрочено на 1 день",
            "просрочено на 2 дня",
            "просрочено на 5 дней",
        ]


def test_paths_of_ours_are_written_in_the_language_of_the_page() -> None:
    assert shown("{% local '/teata/' %}") == "/teata/"
    assert shown("{% local '/teata/' %}", "en") == "/en/teata/"
    assert shown("{% local '/' %}", "ru") == "/ru/"


def test_the_navigation_marks_the_section_one_is_in() -> None:
    assert 'aria-current="page"' in shown('<a{% here "/teenused/" %}>', path="/teenused/")
    assert 'aria-current="true"' in shown('<a{% here "/teenused/" %}>', path="/teenused/lasteaed/")
    assert "aria-current" not in shown('<a{% here "/teenused/" %}>', path="/teata/")


def test_paging_keeps_what_was_filtered() -> None:
    page = SimpleNamespace(next_cursor="abc", previous_cursor=None)
    html = shown("{% pagination page %}", path="/toolaud/?olek=uus&cursor=x", page=page)
    assert 'href="?olek=uus&amp;cursor=abc"' in html
    assert 'rel="prev"' not in html
    assert not shown("{% pagination page %}", page=SimpleNamespace(next_cursor=None, previous_cursor=None)).strip()


def test_the_last_crumb_is_this_page_and_no_link() -> None:
    html = shown('{% breadcrumbs "Teenused" "/teenused/" "Lasteaed" "" %}', "ru")
    assert 'href="/ru/teenused/"' in html
    assert '<span aria-current="page">Lasteaed</span>' in html


def test_what_strangers_wrote_is_escaped_everywhere() -> None:
    evil = "<script>alert(1)</script>"
    entries = [{"title": evil, "text": evil, "by": evil, "at": None}]
    html = shown(
        "{% tag evil %}{% status_tag evil evil %}{% timeline entries %}{% summary rows %}{% breadcrumbs evil '' %}"
        "{% alert title=evil %}{{ evil }}{% endalert %}{% empty title=evil %}{{ evil }}{% endempty %}"
        "{% disclosure title=evil %}{{ evil }}{% enddisclosure %}{% dialog id='d' title=evil %}{{ evil }}{% enddialog %}"
        "{% include 'ui/row.html' with url=evil title=evil text=evil meta=evil %}"
        "{% include 'ui/card.html' with url=evil title=evil text=evil %}",
        evil=evil,
        entries=entries,
        rows=[(evil, evil, evil)],
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;") > 15


def test_an_icon_is_silent_unless_it_is_named() -> None:
    assert 'aria-hidden="true"' in shown('{% icon "phone" %}')
    assert 'role="img" aria-label="Telefon"' in shown('{% icon "phone" label="Telefon" %}')
    with pytest.raises(icons.UnknownIcon):
        icons.svg("no-such-drawing")


def test_a_summary_leaves_out_what_is_empty() -> None:
    html = shown("{% summary rows %}", rows=[("Maksumus", "Tasuta"), ("Tasu", ""), ("Aeg", None)])
    assert html.count("<dt>") == 1


def test_language_links_lead_to_this_very_page(rf: RequestFactory) -> None:
    links = {link["code"]: link["url"] for link in language_links(rf.get("/teenused/?vaade=tahestik"))}
    assert links == {
        "et": "/teenused/?vaade=tahestik",
        "en": "/en/teenused/?vaade=tahestik",
        "ru": "/ru/teenused/?vaade=tahestik",
    }
