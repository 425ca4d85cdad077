"""Registrations with other apps."""

from raekoda.casework.cases.desk.panels import Panel, panels
from raekoda.casework.letters.threads import reply_boxes
from raekoda.channels.mailbox import (
    boxes,
    handlers,  # noqa: F401
    permissions,  # noqa: F401
    presenters,
)

reply_boxes.register(boxes.primary_address)
panels.register(Panel("mailbox/case_panel.html", presenters.case_panel_context))
