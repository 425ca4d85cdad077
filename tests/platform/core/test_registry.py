"""Registries hold what apps add to one another: no key twice, in order, each entry with its app and checked."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from typing import Any, Protocol, runtime_checkable

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from raekoda.platform.core import plugin_checks, registry
from raekoda.platform.core.events import Subscription, emit, on, subscriptions
from raekoda.platform.core.registry import (
    AlreadyRegistered,
    IconName,
    NotRegistered,
    Registry,
    TemplateName,
    UrlName,
)

Greeting = Callable[[str], str]


@runtime_checkable
class Speaker(Protocol):
    name: str

    def speak(self) -> str: ...


@dataclass(frozen=True)
class Box:
    """An entry whose fields name what must exist."""

    key: str
    fill: Callable[[str, int], Any] | None = None
    order: int = 0
    template: TemplateName = ""
    url: UrlName = ""
    icon: IconName = ""


@pytest.fixture(autouse=True)
def own_registries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Registries made here are no part of the project's."""
    monkeypatch.setattr(registry, "_registries", {})


@pytest.fixture
def boxes() -> Registry[Box]:
    return Registry(
        "tests.boxes", Box, "Boxes of a page", key=lambda box: box.key, order=lambda box: (box.order, box.key)
    )


def greetings() -> Registry[Greeting]:
    return Registry("tests.greetings", Greeting, "Ways to greet")


def hello(name: str) -> str:
    return f"Hello, {name}"


def test_entries_are_registered_by_a_call_or_a_decorator() -> None:
    known = greetings()
    assert known.register(hello) is hello

    @known.register
    def tere(name: str) -> str:
        return f"Tere, {name}"

    assert [greet("Mari") for greet in known] == ["Hello, Mari", "Tere, Mari"]
    assert tere("Jaan") == "Tere, Jaan"
    assert len(known) == 2


def test_entries_stand_in_the_order_of_the_registry(boxes: Registry[Box]) -> None:
    for box in (Box("c", order=2), Box("b", order=1), Box("a", order=2)):
        boxes.register(box)
    assert [box.key for box in boxes] == ["b", "a", "c"]


def test_a_key_is_given_once(boxes: Registry[Box]) -> None:
    boxes.register(Box("a"), module="raekoda.casework.cases.plugins")
    with pytest.raises(
        AlreadyRegistered, match=r"tests\.boxes: a of .* is registered by raekoda\.casework\.cases\.plugins"
    ):
        boxes.register(Box("a", order=5))
    known = greetings()
    known.register(hello)
    with pytest.raises(AlreadyRegistered):
        known.register(hello)
    with pytest.raises(AlreadyRegistered, match=r"tests\.boxes"):
        Registry("tests.boxes", Box, "again", key=lambda box: box.key)


def test_look_ups(boxes: Registry[Box]) -> None:
    boxes.register(Box("a"))
    boxes.register(Box("b"))
    assert boxes["a"] == boxes.get("a") == Box("a")
    assert "a" in boxes and "z" not in boxes
    assert boxes.get("z") is None
    with pytest.raises(NotRegistered, match=r"tests\.boxes has no “z”\. It has: a, b\."):
        boxes["z"]


def test_an_entry_has_the_app_that_registered_it(boxes: Registry[Box]) -> None:
    boxes.register(Box("a"))
    boxes.register(Box("b"), module="raekoda.casework.cases.desk.access_log")
    assert [(plugin.key, plugin.app) for plugin in boxes.plugins()] == [("a", __name__), ("b", "casework.cases")]


def test_entries_for_a_while(boxes: Registry[Box]) -> None:
    boxes.register(Box("a"))
    with boxes.temporarily(Box("b"), Box("a", order=9)):
        assert [(box.key, box.order) for box in boxes] == [("b", 0), ("a", 9)]
    with boxes.temporarily(Box("c"), alone=True):
        assert list(boxes) == [Box("c")]
    with pytest.raises(NotRegistered), boxes.temporarily(Box("c")):
        boxes["z"]
    assert list(boxes) == [Box("a")]


class Loud:
    name = "loud"

    def speak(self) -> str:
        return "!"


@pytest.mark.parametrize(
    ("value", "hint", "is_right"),
    [
        (hello, Greeting, True),
        (lambda: "", Greeting, False),
        (lambda name, more: "", Greeting, False),
        (lambda name, more="": "", Greeting, True),
        ([].append, Greeting, True),
        ("hello", Greeting, False),
        (Loud(), Speaker, True),
        (Loud, int, False),
        (object(), Speaker, False),
        (None, Greeting | None, True),
        (3, str | None, False),
        (("a",), tuple[str, ...], True),
        (["a"], tuple[str, ...], False),
        ({"a": 1}, dict[str, int], True),
        (bool, type[int], True),
        (str, type[int], False),
        ("ui/base.html", TemplateName, True),
        (3, TemplateName, False),
        (object(), Any, True),
    ],
)
def test_values_fit_their_types(value: Any, hint: Any, is_right: bool) -> None:
    assert plugin_checks.fits(value, hint) is is_right


def test_a_wrong_type_is_told(boxes: Registry[Box]) -> None:
    boxes.register(Box("right", fill=lambda text, number: None), module="raekoda.casework.cases.plugins")
    assert plugin_checks.types_fit() == []
    boxes.register(Box("wrong", fill=lambda: None), module="raekoda.casework.cases.plugins")
    (error,) = plugin_checks.types_fit()
    assert error.id == "plugins.E001" and error.obj == "tests.boxes"
    assert "wrong of casework.cases has <function" in error.msg and "as fill, which is not a" in error.msg


def test_a_wrong_entry_is_told() -> None:
    greetings().register(greetings, module="raekoda.casework.cases.plugins")  # type: ignore[arg-type]
    (error,) = plugin_checks.types_fit()
    assert error.msg.startswith(f"{__name__}.greetings of casework.cases is not a ")


@pytest.mark.parametrize(
    ("box", "words"),
    [
        (
            Box("a", template="nowhere/box.html"),
            "a of .* names the template “nowhere/box.html” as template: TemplateDoesNotExist",
        ),
        (Box("a", url="cases:nowhere"), "a of .* names the URL name “cases:nowhere” as url: NoReverseMatch"),
        (Box("a", icon="no-such-icon"), "a of .* names the icon “no-such-icon” as icon: UnknownIcon"),
    ],
)
def test_the_check_command_fails_with_words(boxes: Registry[Box], box: Box, words: str) -> None:
    boxes.register(Box("b", template="ui/base.html", url="cases:own", icon="house"))
    assert plugin_checks.names_exist() == []
    boxes.register(box)
    with pytest.raises(SystemCheckError, match=words):
        call_command("check")


def test_only_the_check_command_loads_the_urlconf() -> None:
    program = (
        "import django, sys; django.setup(); from django.core import checks; "
        "assert not checks.run_checks(tags=['plugins']); "
        "assert 'raekoda.config.urls' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=120)


@dataclass(frozen=True)
class Rang:
    tone: str


def test_handlers_hear_the_events_of_their_class_in_order() -> None:
    heard: list[str] = []

    def first(event: Rang) -> None:
        heard.append(f"first {event.tone}")

    def second(event: Rang) -> None:
        heard.append(f"second {event.tone}")

    with subscriptions.temporarily(Subscription(Rang, first), Subscription(Rang, second)):
        emit(Rang("ding"))
        emit("another event")
    emit(Rang("dong"))
    assert heard == ["first ding", "second ding"]


def test_a_handler_is_subscribed_once_to_an_event_by_the_decorator() -> None:
    def ring(event: object) -> None: ...

    with subscriptions.temporarily():
        assert on(Rang)(on(str)(ring)) is ring
        assert [(plugin.entry.event, plugin.module) for plugin in subscriptions.plugins()[-2:]] == [
            (str, __name__),
            (Rang, __name__),
        ]
        with pytest.raises(AlreadyRegistered):
            on(Rang)(ring)


def test_the_command_lists_what_is_registered_where(boxes: Registry[Box]) -> None:
    boxes.register(Box("a"), module="raekoda.casework.cases.plugins")
    registry._registries[subscriptions.place] = subscriptions
    text, data = StringIO(), StringIO()
    with subscriptions.temporarily(Subscription(Rang, print_tone), alone=True):
        call_command("plugins", stdout=text)
        call_command("plugins", "--json", stdout=data)
    assert json.loads(data.getvalue()) == {
        "registries": [
            {"place": "tests.boxes", "purpose": "Boxes of a page", "entries": [{"key": "a", "app": "casework.cases"}]}
        ],
        "events": {f"{__name__}.Rang": [{"handler": f"{__name__}.print_tone", "app": "temporary"}]},
    }
    assert text.getvalue().splitlines() == [
        "tests.boxes",
        "    Boxes of a page",
        "  casework.cases             a",
        "",
        subscriptions.place,
        f"    {subscriptions.purpose}",
        f"  {__name__}.Rang",
        f"    temporary                {__name__}.print_tone",
    ]


def print_tone(event: Rang) -> None: ...
