"""What apps above add to the pages of a case that its sender and the public read."""

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
    """``template`` stands on every page of a case for which ``context(case, is_sender)`` gives something. What it gives to
    others than the sender must be fit for everyone to read."""

    template: TemplateName
    context: Context


case_notices: Registry[Notice] = Registry(
    f"{__name__}.case_notices",
    Notice,
    "Boxes on the pages of a case that its sender and the public read",
    key=lambda notice: notice.template,
)


def rendered(case: Case, *, is_sender: bool) -> list[SafeString]:
    """Every notice that has something to show to the sender, or to strangers."""
    contexts = [(notice.template, notice.context(case, is_sender)) for notice in case_notices]
    return [render_to_string(template, shown) for template, shown in contexts if shown is not None]
