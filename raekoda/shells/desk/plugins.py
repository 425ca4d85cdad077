"""Extensions of case pages by the staff shell."""

from raekoda.casework.cases.desk.panels import Panel, panels, publishers
from raekoda.shells.desk import (
    case_panels,
    deputies,  # noqa: F401
    handlers,  # noqa: F401
    permissions,  # noqa: F401
)

panels.register(Panel("desk/panel_letters.html", case_panels.letters))
panels.register(Panel("desk/panel_answers.html", case_panels.published))
publishers.register(case_panels.draft)
