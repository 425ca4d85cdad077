"""What floors above add to a case's page: panels beside it, and a draft for publishing after an answer.

A floor above registers at start; nothing here knows who did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from raekoda.casework.cases.models import Case
from raekoda.platform.core.actor import Actor

Context = Callable[[Case, Actor], dict[str, Any] | None]
Publisher = Callable[[Case, Actor], str]
Starter = Callable[[Case, Actor], str]


@dataclass(frozen=True)
class Panel:
    """A box beside the case, or above what was said (``is_main``): a template and what it shows, nothing when ``context``
    gives None."""

    template: str
    context: Context
    is_main: bool = False


_panels: list[Panel] = []
_publishers: list[Publisher] = []
_starters: list[Starter] = []


def add_panel(template: str, context: Context, *, is_main: bool = False) -> None:
    """Show ``template`` beside every case for which ``context`` gives something; ``is_main``: above what was said."""
    panel = Panel(template, context, is_main)
    if panel not in _panels:
        _panels.append(panel)


def add_publisher(publisher: Publisher) -> None:
    """``publisher`` makes a draft of an answered case and gives the address where it is checked."""
    if publisher not in _publishers:
        _publishers.append(publisher)


def add_starter(starter: Starter) -> None:
    """``starter`` gives the text an empty answer begins with, "" when it has none."""
    if starter not in _starters:
        _starters.append(starter)


def rendered(case: Case, by: Actor, request: HttpRequest | None = None, *, is_main: bool = False) -> list[SafeString]:
    """Every panel of the place that has something to show; with ``request`` a panel may hold forms."""
    contexts = [(panel.template, panel.context(case, by)) for panel in _panels if panel.is_main == is_main]
    return [render_to_string(template, context, request) for template, context in contexts if context is not None]


def started_answer(case: Case, by: Actor) -> str:
    """What an empty answer to the case begins with."""
    return next(filter(None, (starter(case, by) for starter in _starters)), "")


def can_publish() -> bool:
    return bool(_publishers)


def publish(case: Case, by: Actor) -> str:
    """Make the draft; the address of its page, or "" when nobody publishes here."""
    return next((publisher(case, by) for publisher in _publishers), "")
