"""Extensions of other apps by the state mailbox."""

from django.utils.translation import gettext_lazy as _

from raekoda.casework.cases.desk.panels import Panel
from raekoda.casework.cases.desk.panels import panels as case_panels
from raekoda.channels.postkast import (
    handlers,  # noqa: F401
    panels,
    permissions,  # noqa: F401
    sending,
)
from raekoda.platform.deliveries.kinds import Kind, delivery_kinds

delivery_kinds.register(Kind(sending.KIND, sending.send, _("letter to the state mailbox"), sending.MAX_ATTEMPTS))
case_panels.register(Panel("postkast/panel.html", panels.panel))
