"""Registrations with other apps."""

from raekoda.casework.cases.desk.panels import Panel, answer_starters
from raekoda.casework.cases.desk.panels import panels as case_panels
from raekoda.casework.suggestions import (
    handlers,  # noqa: F401
    panels,
    permissions,  # noqa: F401
)

case_panels.register(Panel("suggestions/panel.html", panels.panel))
answer_starters.register(panels.initial_answer)
