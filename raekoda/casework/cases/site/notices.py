"""Registry of boxes that apps of higher layers add to the public pages of a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from raekoda.casework.cases.models import Case
from raekoda.platform.core.registry import Registry, TemplateName

Context = Callable[[Case, bool], dict[str, Any] | None]


@dataclass(frozen=True)
class Notice:
    """``template`` is shown on every page of a case for which ``context(case, is_sender)`` gives a dictionary. Data for
    readers other than the sender must be public."""

    template: TemplateName
    context: Context


case_notices: Registry[Notice] = Registry(
    f"{__name__}.case_notices",
    Notice,
    "Boxes on the pages of a case that its sender and the public read",
    key=lambda notice: notice.template,
)


def render_notices(case: Case, *, is_sender: bool) -> list[SafeString]:
    """Every notice with content for the sender, or for the public."""
    contexts = [(notice.template, notice.context(case, is_sender)) for notice in case_notices]
    return [render_to_string(template, shown) for template, shown in contexts if shown is not None]
