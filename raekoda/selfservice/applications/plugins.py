"""Registrations of applications in other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.casework.cases.desk.panels import Panel
from raekoda.casework.cases.desk.panels import panels as case_panels
from raekoda.casework.cases.desk.verbs import withheld_actions
from raekoda.casework.cases.site.notices import Notice, case_notices
from raekoda.identity.accesslog.access_log import (
    AccessEvent,
    SubjectNames,
    WithheldSubjects,
    access_log_events,
    subject_names,
    withheld_subjects,
)
from raekoda.identity.persons.personal_data import PersonalDataSource, personal_data_sources
from raekoda.identity.persons.sections import Section, sections
from raekoda.platform.core.subjects import SubjectGate, subject_gates
from raekoda.registry.forms.prefill import PrefillSource, prefill_sources
from raekoda.registry.services.pages import page_blocks
from raekoda.selfservice.applications import (
    access_log,
    blocks,
    guard,  # noqa: F401
    letters,  # noqa: F401
    panels,
    permissions,  # noqa: F401
    personal_data,
    prefill,
    presenters,
    queries,
)
from raekoda.selfservice.applications.models import Application

case_panels.register(Panel("applications/panel.html", panels.case_panel, is_main=True))
withheld_actions.register(panels.withheld_verbs)
case_notices.register(Notice("applications/site/notice.html", presenters.on_status_page))
page_blocks.register(blocks.apply_block)

handling = _("handling the application")
access_log_events.register(AccessEvent(access_log.VIEW, _("an official looked at your application"), handling))
access_log_events.register(AccessEvent(access_log.FILE, _("an official opened a file of your application"), handling))
access_log_events.register(
    AccessEvent(access_log.PAYMENT, _("an official looked at a payment to you"), _("paying benefits"))
)
subject_gates.register(SubjectGate(Application, queries.visible_to))
subject_names.register(SubjectNames(Application, access_log.describe_applications))
withheld_subjects.register(WithheldSubjects(Application, access_log.withheld_applications))

personal_data_sources.register(
    PersonalDataSource("applications", _("Applications and decisions"), personal_data.export, personal_data.erase)
)
sections.register(
    Section("applications", _("Applications"), presenters.rows, order=20, url="applications:list", icon="file-pen-line")
)
sections.register(Section("consents", _("Your consent is asked"), presenters.consent_rows, order=5, icon="handshake"))

prefill_sources.register(
    PrefillSource(prefill.SUBJECT, prefill.no_values, _("From what the municipality knows"), prefill.OFFERS)
)
prefill_sources.register(
    PrefillSource(prefill.REGISTER, prefill.no_values, _("From the register"), prefill.REGISTER_OFFERS)
)
prefill_sources.register(PrefillSource(prefill.EARLIER, prefill.earlier_answers, _("From your earlier application")))
