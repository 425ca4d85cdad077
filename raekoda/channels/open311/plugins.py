"""Extensions of other apps by Open311."""

from django.utils.translation import gettext_lazy as _

from raekoda.casework.cases.desk.panels import Panel, answer_starters
from raekoda.casework.cases.desk.panels import panels as case_panels
from raekoda.casework.cases.forwarding import forwarding_targets
from raekoda.casework.cases.site.notices import Notice, case_notices
from raekoda.channels.open311 import (
    endpoints,
    handlers,  # noqa: F401
    panels,
    partners,
    permissions,  # noqa: F401
    sending,
)
from raekoda.platform.core.bounds import ErrorResponse, error_responses
from raekoda.platform.deliveries.kinds import Kind, delivery_kinds

error_responses.register(ErrorResponse("/open311/", endpoints.early_error_response))
forwarding_targets.register(partners.find_receiver)
delivery_kinds.register(Kind("open311", sending.send_report, _("report to a partner")))
delivery_kinds.register(Kind("open311-update", sending.send_update, _("update to a partner"), tries=8))
case_panels.register(Panel("open311/panel.html", panels.panel))
answer_starters.register(panels.initial_answer)
case_notices.register(Notice("open311/notice.html", panels.notice))
