"""What document exchange adds to other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.casework.cases.desk.panels import Panel
from raekoda.casework.cases.desk.panels import panels as case_panels
from raekoda.channels.dhx import (
    delivering,
    handlers,  # noqa: F401
    panels,
    permissions,  # noqa: F401
)
from raekoda.platform.deliveries.kinds import Kind, delivery_kinds

delivery_kinds.register(
    Kind("dhx", delivering.send_over_xroad, _("document to another authority"), delivering.MAX_ATTEMPTS)
)
delivery_kinds.register(
    Kind("documents", delivering.write_to_folder, _("document to the document system"), delivering.MAX_ATTEMPTS)
)
case_panels.register(Panel("dhx/panel.html", panels.panel))
