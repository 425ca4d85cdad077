"""Registrations with other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.casework.cases.desk.panels import Panel
from raekoda.casework.cases.desk.panels import panels as case_panels
from raekoda.casework.webhooks import (
    actions,
    handlers,  # noqa: F401
    panels,
    permissions,  # noqa: F401
    sending,
)
from raekoda.platform.deliveries.kinds import Kind, delivery_kinds

delivery_kinds.register(Kind(actions.KIND, sending.send, _("webhook"), can_repeat=True))
case_panels.register(Panel("webhooks/panel.html", panels.panel))
