"""What the staff side adds to the pages of cases."""

from raekoda.casework.cases.desk.panels import Panel, panels, publishers
from raekoda.shells.desk import (
    case_panels,
    departures,  # noqa: F401
    deputies,  # noqa: F401
    permissions,  # noqa: F401
)

panels.register(Panel("desk/panel_letters.html", case_panels.letters))
panels.register(Panel("desk/panel_answers.html", case_panels.published))
publishers.register(case_panels.draft)
