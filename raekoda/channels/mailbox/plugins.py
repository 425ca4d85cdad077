"""What incoming mail adds to other apps."""

from raekoda.casework.cases.desk.panels import Panel, panels
from raekoda.casework.letters.threads import reply_boxes
from raekoda.channels.mailbox import (
    boxes,
    handlers,  # noqa: F401
    permissions,  # noqa: F401
    show,
)

reply_boxes.register(boxes.own_address)
panels.register(Panel("mailbox/case_panel.html", show.letters_of_case))
