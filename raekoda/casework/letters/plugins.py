"""What letters add to other apps, and the letters about cases that may be reworded."""

from raekoda.casework.cases.desk.panels import Panel
from raekoda.casework.cases.desk.panels import panels as case_panels
from raekoda.casework.letters import (
    accounts,  # noqa: F401
    handlers,  # noqa: F401
    kinds,
    panels,
    permissions,  # noqa: F401
)
from raekoda.casework.letters.wording import letter_kinds

case_panels.register(Panel("letters/desk/panel.html", panels.context))
for kind in kinds.LETTERS:
    letter_kinds.register(kind)
