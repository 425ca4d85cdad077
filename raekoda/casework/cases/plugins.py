"""What cases add to other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.casework.cases import (
    asset_pages,
    configuration,  # noqa: F401
    permissions,  # noqa: F401
    personal_data,
    rights_preview,
)
from raekoda.casework.cases.desk import access_log
from raekoda.casework.cases.desk import permissions as desk_permissions  # noqa: F401
from raekoda.casework.cases.models import Attachment, Case
from raekoda.casework.cases.site import own
from raekoda.casework.cases.visibility import visible_to
from raekoda.identity.accesslog.access_log import (
    AccessEvent,
    SubjectNames,
    WithheldSubjects,
    access_log_events,
    subject_names,
    withheld_subjects,
)
from raekoda.identity.accesslog.person_page import PersonPageSection, person_page_sections
from raekoda.identity.accounts.rights_page import rights_previews, rights_warnings
from raekoda.identity.persons.personal_data import PersonalDataSource, personal_data_sources
from raekoda.identity.persons.sections import Section, sections
from raekoda.identity.registers.models import Query
from raekoda.platform.core.subjects import SubjectGate, subject_gates
from raekoda.registry.assets.sections import Section as AssetSection
from raekoda.registry.assets.sections import asset_sections

subject_gates.register(SubjectGate(Case, visible_to))
asset_sections.register(AssetSection("cases/site/asset_reports.html", asset_pages.public_reports))
asset_sections.register(AssetSection("cases/desk/asset_cases.html", asset_pages.all_cases, on_desk=True))

handling = _("handling the case")
access_log_events.register(AccessEvent("cases.view", _("an official opened your case"), handling))
access_log_events.register(
    AccessEvent(
        "cases.summary", _("an official looked up how your case stands"), _("answering a question about the case")
    )
)
access_log_events.register(
    AccessEvent("cases.break_glass", _("an official opened your case outside their usual rights"))
)
access_log_events.register(AccessEvent("cases.contact", _("an official looked at your contact data"), handling))
access_log_events.register(AccessEvent("cases.file", _("an official opened a file of your case"), handling))
access_log_events.register(AccessEvent("cases.letter", _("an official read a letter of your case"), handling))
access_log_events.register(
    AccessEvent("cases.found", _("your case was in the results of a search"), _("searching for a case"))
)
access_log_events.register(
    AccessEvent("cases.export", _("your case was in an extract of a list"), _("overview of the work"))
)
subject_names.register(SubjectNames(Case, access_log.case_names))
subject_names.register(SubjectNames(Attachment, access_log.file_names))
withheld_subjects.register(WithheldSubjects(Case, access_log.withheld_cases))
withheld_subjects.register(WithheldSubjects(Attachment, access_log.withheld_files))
withheld_subjects.register(WithheldSubjects(Query, access_log.withheld_register_queries))
person_page_sections.register(PersonPageSection("cases", _("Cases"), access_log.case_rows, order=10, icon="inbox"))

personal_data_sources.register(
    PersonalDataSource(
        "cases",
        _("Reports, questions and applications"),
        personal_data.export_cases,
        personal_data.erase_cases,
        personal_data.note_left_out,
    )
)
personal_data_sources.register(
    PersonalDataSource(
        "contacts", _("Contacts left with cases"), personal_data.export_contacts, personal_data.erase_contacts
    )
)
sections.register(
    Section(
        "cases", _("Reports and questions"), own.section_rows, order=30, url="cases:own", icon="message-square",
        empty=_("What you report or ask while signed in stands here."),
    )
)  # fmt: skip
rights_previews.register(rights_preview.preview)
rights_warnings.register(rights_preview.unreadable_special_cases)
