"""A resident asks in own words, without JavaScript: an answer with its sources, or the way to a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from raekoda.casework.assistant.models import AnswerRule, AskChannel, Exchange
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import current, municipality_scope
from tests.casework.assistant.published import UNKNOWN, Published, publish
from tests.conftest import make_municipality

ASK = "/abiline/"
QUESTION = "Mis kell ujula pühapäeviti avatakse?"


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Municipality, Published]]:
    """Tartu with its published words and their vectors, made once for the module; each test undoes what it changed."""
    with django_db_blocker.unblock(), transaction.atomic():
        tartu = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
        with municipality_scope(tartu):
            published = publish(tartu)
        yield tartu, published
        transaction.set_rollback(True)


@pytest.fixture
def published(city: tuple[Municipality, Published], db: None) -> Iterator[Published]:
    """What Tartu has published; its scope is open."""
    with municipality_scope(city[0]):
        yield city[1]


@pytest.fixture
def visitor() -> Client:
    """Somebody whose browser would refuse forms of other sites."""
    return Client(headers={"host": "tartu.localhost"}, enforce_csrf_checks=True)


def ask(visitor: Client, text: str, path: str = ASK, **more: Any) -> Any:
    return visitor.post(path, {"text": text}, **more)


def own() -> dict[str, str]:
    """What a browser says when a form of this very site is sent."""
    return {"sec-fetch-site": "same-origin"}


def test_the_page_has_one_field_and_leaves_nothing_in_the_browser(published: Published, visitor: Client) -> None:
    page = visitor.get(ASK)
    assert page.text.count("<textarea") == 1
    assert "noindex" in page.text and "no-store" in page["Cache-Control"]
    assert published.swimming.title in page.text
    assert not page.cookies and not ask(visitor, QUESTION).cookies


def test_every_sentence_names_its_source_and_the_source_is_a_page_of_ours(
    published: Published, visitor: Client
) -> None:
    page = ask(visitor, QUESTION)
    reply = page.context["reply"]
    assert "Pühapäeviti avatakse ujula kell 9 hommikul." in reply.text
    assert page.text.count('class="as-cite" href="#allikas-1"') == len(reply.sentences)
    assert 'id="allikas-1"' in page.text
    assert f'href="{reverse("answers:answer", args=[published.swimming.slug])}"' in page.text
    assert "Koostatud automaatselt meie avaldatud lausetest" in page.text
    kept = Exchange.objects.get()
    assert (kept.channel, kept.answered, kept.question) == (AskChannel.SITE, True, QUESTION)


def test_the_service_and_next_steps_are_shown(published: Published, visitor: Client) -> None:
    page = ask(visitor, "Kuhu teatada katkisest tänavavalgustist?")
    assert "Kuidas edasi: Tänavavalgustus" in page.text
    assert 'href="tel:1789"' in page.text
    assert f"{reverse('cases:report')}?teenus=tanavavalgustus" in page.text


@pytest.mark.parametrize(
    ("path", "question", "language", "words"),
    [
        ("/abiline/", "How do I report a broken street light?", "en", "by phone 1789"),
        ("/en/abiline/", "Как сообщить о сломанном уличном фонаре?", "ru", "по телефону 1789"),
        ("/ru/abiline/", "Kuhu teatada katkisest tänavavalgustist?", "et", "numbril 1789"),
    ],
)
def test_the_answer_is_in_the_language_of_the_question(
    path: str, question: str, language: str, words: str, published: Published, visitor: Client
) -> None:
    page = ask(visitor, question, path)
    assert words in page.context["reply"].text
    assert f'<span lang="{language}">' in page.text
    assert page.context["reply"].foreign == ""


def test_what_is_published_in_another_language_only_is_quoted_and_said_so(
    published: Published, visitor: Client
) -> None:
    AnswerRule.objects.create(
        municipality=current(), threshold=0, kept_days=90, valid_from=clock.today(), source="kontroll"
    )
    page = ask(visitor, "When is the swimming pool opened on Sunday?", "/en/abiline/")
    assert "Ujula avatakse" in page.context["reply"].text
    assert "This has been published in Estonian and is quoted as it was written." in page.text


def test_what_is_not_published_is_said_and_goes_on_to_a_person_with_the_words_said(
    published: Published, visitor: Client
) -> None:
    page = ask(visitor, UNKNOWN)
    assert not page.context["reply"].answered
    assert "Sellele ei ole me veel vastust avaldanud" in page.text
    kept = Exchange.objects.get()
    gone_on = visitor.post(f"{ASK}{kept.ref}/edasi/", {"text": UNKNOWN}, headers=own())
    assert UNKNOWN not in gone_on["Location"] and "surnuaia" not in gone_on["Location"]
    form = visitor.get(gone_on["Location"])
    assert form.context["form"]["text"].value() == UNKNOWN
    kept.refresh_from_db()
    assert kept.handed_over


def test_the_service_goes_along(published: Published, visitor: Client) -> None:
    ask(visitor, "Kuhu teatada katkisest tänavavalgustist?")
    data = {"text": "Ei aidanud", "service": published.lights.pk}
    visitor.post(f"{ASK}{Exchange.objects.get().ref}/edasi/", data, headers=own())
    (draft,) = visitor.session["drafts"].values()
    assert (draft["text"], draft["service"]) == ("Ei aidanud", published.lights.pk)


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "cross-site"}, {"origin": "https://mujal.example"}])
def test_no_other_site_opens_a_form_in_a_visitors_name(
    headers: dict[str, str], published: Published, visitor: Client
) -> None:
    ask(visitor, UNKNOWN)
    refused = visitor.post(f"{ASK}{Exchange.objects.get().ref}/edasi/", {"text": UNKNOWN}, headers=headers)
    assert refused.status_code == 403
    assert not Exchange.objects.get().handed_over
    assert "sessionid" not in refused.cookies


@pytest.mark.parametrize(("word", "helped"), [("yes", True), ("no", False)])
@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}], ids=["page", "piece"])
def test_a_rating_is_stored(
    word: str, helped: bool, headers: dict[str, str], published: Published, visitor: Client
) -> None:
    ask(visitor, QUESTION)
    thanks = visitor.post(
        f"{ASK}{Exchange.objects.get().ref}/hinnang/", {"helped": word, "text": QUESTION}, headers=headers
    )
    assert Exchange.objects.get().helped is helped
    assert ("<html" in thanks.text) is not bool(headers)
    assert ("Anna küsimus edasi ametnikule" in thanks.text) is not helped


def test_nonsense_about_an_exchange_changes_nothing(published: Published, visitor: Client) -> None:
    ask(visitor, QUESTION)
    ref = Exchange.objects.get().ref
    assert visitor.post(f"{ASK}{ref}/hinnang/", {"helped": "vist"}).status_code == 200
    assert visitor.post(f"{ASK}olematu/hinnang/", {"helped": "yes"}).status_code == 200
    assert visitor.get(f"{ASK}{ref}/hinnang/").status_code == 405
    assert visitor.post(f"{ASK}{ref}/edasi/", {"text": ""}, headers=own())["Location"] == reverse("cases:ask")
    assert visitor.post(f"{ASK}{ref}/edasi/", {"text": "x", "service": "9" * 40}, headers=own()).status_code == 302
    kept = Exchange.objects.get()
    assert (kept.helped, kept.handed_over) == (None, False)


def test_an_exchange_is_known_to_its_own_municipality_alone(
    published: Published, visitor: Client, other_municipality: Municipality
) -> None:
    ask(visitor, QUESTION)
    at_elva = Client(headers={"host": "elva.localhost"})
    at_elva.post(f"{ASK}{Exchange.objects.get().ref}/hinnang/", {"helped": "no"})
    assert Exchange.objects.get().helped is None
    assert not ask(at_elva, QUESTION).context["reply"].answered


@pytest.mark.parametrize("text", ["", "   ", "?!", "a" * 2000, "\x00"])
def test_what_is_no_question_is_said_in_words_and_kept_in_the_field(
    text: str, published: Published, visitor: Client
) -> None:
    for headers in ({}, {"hx-request": "true"}):
        page = ask(visitor, text, headers=headers)
        assert page.status_code == 422
        assert 'role="alert"' in page.text
    assert not Exchange.objects.exists()


def test_rate_limit_keeps_the_input(published: Published, visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("raekoda.casework.assistant.limits.LIMITS", ((1, 60),))
    assert ask(visitor, QUESTION).status_code == 200
    page = ask(visitor, UNKNOWN)
    assert page.status_code == 429
    assert f"{UNKNOWN}</textarea>" in page.text
    assert "Kirjutatu on alles" in page.text
    assert Exchange.objects.count() == 1


def test_a_question_is_text_and_never_markup(published: Published, visitor: Client) -> None:
    naughty = 'ujula <script>alert(1)</script> "><img src=x>'
    page = ask(visitor, naughty)
    assert "<script>alert" not in page.text and "<img src=x" not in page.text


def test_the_search_page_offers_a_short_answer_to_a_question_only(published: Published, visitor: Client) -> None:
    for query, is_offered in (
        (QUESTION, True),
        ("ujula kell", False),
        ("ujula lahtioleku ajad", True),
        ("ujula?", True),
    ):
        page = visitor.get("/otsi/", {"q": query})
        assert (reverse("assistant:brief") in page.text) is is_offered, query
    assert reverse("assistant:brief") not in visitor.get("/otsi/", {"q": QUESTION, "liik": "service"}).text
    assert not Exchange.objects.exclude(answered=False).exists()


def test_the_short_answer_of_the_search_page_comes_or_nothing_does(published: Published, visitor: Client) -> None:
    brief = ask(visitor, QUESTION, f"{ASK}luhidalt/")
    assert "kell 9 hommikul" in brief.text
    assert "<html" not in brief.text
    assert Exchange.objects.get(answered=True).channel == AskChannel.SEARCH
    for none in (UNKNOWN, "", "?"):
        response = ask(visitor, none, f"{ASK}luhidalt/")
        assert (response.status_code, response.content) == (204, b"")


def test_the_number_of_queries_does_not_grow_with_what_is_asked(published: Published, visitor: Client) -> None:
    ask(visitor, QUESTION)
    counts = []
    for text in ("Millal ujula avatakse?", QUESTION):
        with CaptureQueriesContext(connection) as queries:
            assert ask(visitor, text).context["reply"].answered
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 40
