"""What floors above add to a case's page: panels beside it, and a draft for publishing after an answer.

A floor above registers at start; nothing here knows who did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from raekoda.cases.models import Case
from raekoda.core.actor import Actor

Context = Callable[[Case, Actor], dict[str, Any] | None]
Publisher = Callable[[Case, Actor], str]


@dataclass(frozen=True)
class Panel:
    """A box beside the case: a template and what it shows, nothing when ``context`` gives None."""

    template: str
    context: Context


_panels: list[Panel] = []
_publishers: list[Publisher] = []


def add_panel(template: str, context: Context) -> None:
    """Show ``template`` beside every case for which ``context`` gives something."""
    panel = Panel(template, context)
    if panel not in _panels:
        _panels.append(panel)


def add_publisher(publisher: Publisher) -> None:
    """``publisher`` makes a draft of an answered case and gives the address where it is checked."""
    if publisher not in _publishers:
        _publishers.append(publisher)


def rendered(case: Case, by: Actor) -> list[SafeString]:
    """Every panel that has something to show."""
    contexts = [(panel.template, panel.context(case, by)) for panel in _panels]
    return [render_to_string(template, context) for template, context in contexts if context is not None]


def can_publish() -> bool:
    return bool(_publishers)


def publish(case: Case, by: Actor) -> str:
    """Make the draft; the address of its page, or "" when nobody publishes here."""
    return next((publisher(case, by) for publisher in _publishers), "")
