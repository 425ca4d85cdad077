"""What apps above add to a case's page: panels beside it, and a draft for publishing after an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from raekoda.casework.cases.models import Case
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.registry import Registry, TemplateName

Context = Callable[[Case, Actor], dict[str, Any] | None]
Publisher = Callable[[Case, Actor], str]
Starter = Callable[[Case, Actor], str]


@dataclass(frozen=True)
class Panel:
    """A box beside the case, or above what was said (``is_main``): a template and what it shows, nothing when ``context``
    gives None."""

    template: TemplateName
    context: Context
    is_main: bool = False


panels: Registry[Panel] = Registry(
    f"{__name__}.panels", Panel, "Boxes on the staff page of a case", key=lambda panel: panel.template
)
publishers: Registry[Publisher] = Registry(
    f"{__name__}.publishers",
    Publisher,
    "Makes a draft for publishing from an answered case, and gives the address where it is checked",
)
answer_starters: Registry[Starter] = Registry(
    f"{__name__}.answer_starters", Starter, 'The text that an empty answer begins with, "" for none'
)


def rendered(
    case: Case, actor: Actor, request: HttpRequest | None = None, *, is_main: bool = False
) -> list[SafeString]:
    """Every panel of the place that has something to show; with ``request`` a panel may hold forms."""
    contexts = [(panel.template, panel.context(case, actor)) for panel in panels if panel.is_main == is_main]
    return [render_to_string(template, context, request) for template, context in contexts if context is not None]


def started_answer(case: Case, actor: Actor) -> str:
    """What an empty answer to the case begins with."""
    return next(filter(None, (starter(case, actor) for starter in answer_starters)), "")


def can_publish() -> bool:
    return len(publishers) > 0


def publish(case: Case, actor: Actor) -> str:
    """Make the draft; the address of its page, or "" when nobody publishes here."""
    return next((publisher(case, actor) for publisher in publishers), "")
