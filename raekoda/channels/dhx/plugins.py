"""What document exchange adds to other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.casework.cases.desk.panels import Panel
from raekoda.casework.cases.desk.panels import panels as case_panels
from raekoda.channels.dhx import (
    delivering,
    handlers,  # noqa: F401
    panels,
    permissions,  # noqa: F401
    queries,
)
from raekoda.channels.dhx.models import Document
from raekoda.platform.core.subjects import SubjectGate, subject_gates
from raekoda.platform.deliveries.kinds import Kind, delivery_kinds

delivery_kinds.register(
    Kind("dhx", delivering.send_over_xroad, _("document to another authority"), delivering.MAX_ATTEMPTS)
)
delivery_kinds.register(
    Kind("documents", delivering.write_to_folder, _("document to the document system"), delivering.MAX_ATTEMPTS)
)
subject_gates.register(SubjectGate(Document, queries.visible_to))
case_panels.register(Panel("dhx/panel.html", panels.panel))
