"""What floors above add to the pages of a case that its sender and the public read.

A floor above registers at start; nothing here knows who did.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from raekoda.casework.cases.models import Case

Context = Callable[[Case, bool], dict[str, Any] | None]

_notices: list[tuple[str, Context]] = []


def add_notice(template: str, context: Context) -> None:
    """Show ``template`` on every page of a case for which ``context(case, is_sender)`` gives something.

    What it gives to others than the sender must be fit for everyone to read.
    """
    if (template, context) not in _notices:
        _notices.append((template, context))


def rendered(case: Case, *, is_sender: bool) -> list[SafeString]:
    """Every notice that has something to show to the sender, or to strangers."""
    contexts = [(template, context(case, is_sender)) for template, context in _notices]
    return [render_to_string(template, shown) for template, shown in contexts if shown is not None]
