"""Registries for apps of higher layers: panels on a case's page, drafts for publishing, texts that an answer starts with."""

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
AnswerStarter = Callable[[Case, Actor], str]


@dataclass(frozen=True)
class Panel:
    """A box beside the case, or above its messages (``is_main``): a template and its context; hidden when ``context`` gives
    None."""

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
answer_starters: Registry[AnswerStarter] = Registry(
    f"{__name__}.answer_starters", AnswerStarter, 'The text that an empty answer begins with, "" for none'
)


def render_panels(
    case: Case, actor: Actor, request: HttpRequest | None = None, *, is_main: bool = False
) -> list[SafeString]:
    """Every panel with content, rendered; ``request`` is needed by panels with forms."""
    contexts = [(panel.template, panel.context(case, actor)) for panel in panels if panel.is_main == is_main]
    return [render_to_string(template, context, request) for template, context in contexts if context is not None]


def initial_answer(case: Case, actor: Actor) -> str:
    """The text that an empty answer to the case starts with."""
    return next(filter(None, (get_answer(case, actor) for get_answer in answer_starters)), "")


def can_publish() -> bool:
    return len(publishers) > 0


def publish(case: Case, actor: Actor) -> str:
    """Make a draft for publishing; the address of its page, or "" when no app publishes."""
    return next((publisher(case, actor) for publisher in publishers), "")
