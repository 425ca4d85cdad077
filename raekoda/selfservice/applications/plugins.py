"""What applications add to other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.casework.cases.desk.panels import Panel
from raekoda.casework.cases.desk.panels import panels as case_panels
from raekoda.casework.cases.desk.verbs import withheld_actions
from raekoda.casework.cases.site.notices import Notice, case_notices
from raekoda.identity.accesslog.access_log import AccessEvent, SubjectNames, access_log_events, subject_names
from raekoda.identity.persons.personal_data import PersonalDataSource, personal_data_sources
from raekoda.identity.persons.sections import Section, sections
from raekoda.registry.forms.prefill import PrefillSource, prefill_sources
from raekoda.registry.services.pages import page_blocks
from raekoda.selfservice.applications import (
    blocks,
    guard,  # noqa: F401
    letters,  # noqa: F401
    looks,
    panels,
    permissions,  # noqa: F401
    prefill,
    shown,
)
from raekoda.selfservice.applications.models import Application

case_panels.register(Panel("applications/panel.html", panels.beside, is_main=True))
withheld_actions.register(panels.refused)
case_notices.register(Notice("applications/site/notice.html", shown.on_status_page))
page_blocks.register(blocks.apply_block)

handling = _("handling the application")
access_log_events.register(AccessEvent(looks.VIEW, _("an official looked at your application"), handling))
access_log_events.register(AccessEvent(looks.FILE, _("an official opened a file of your application"), handling))
access_log_events.register(
    AccessEvent(looks.PAYMENT, _("an official looked at a payment to you"), _("paying benefits"))
)
subject_names.register(SubjectNames(Application, looks.named))

personal_data_sources.register(
    PersonalDataSource("applications", _("Applications and decisions"), shown.export, shown.forget)
)
sections.register(
    Section("applications", _("Applications"), shown.rows, order=20, url="applications:list", icon="file-pen-line")
)
sections.register(Section("consents", _("Your consent is asked"), shown.consent_rows, order=5, icon="handshake"))

prefill_sources.register(
    PrefillSource(prefill.SUBJECT, prefill.of_nobody, _("From what the city knows"), prefill.OFFERS)
)
prefill_sources.register(
    PrefillSource(prefill.REGISTER, prefill.of_nobody, _("From the register"), prefill.REGISTER_OFFERS)
)
prefill_sources.register(PrefillSource(prefill.EARLIER, prefill.earlier, _("From your earlier application")))
