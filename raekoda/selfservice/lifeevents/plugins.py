"""Registrations of life events in other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.identity.persons.personal_data import PersonalDataSource, personal_data_sources
from raekoda.identity.persons.sections import Section, sections
from raekoda.registry.services.pages import page_blocks
from raekoda.selfservice.lifeevents import (
    admin,
    blocks,
    permissions,  # noqa: F401
    personal_data,
    section,
)

admin.register_policies()
page_blocks.register(blocks.block)
personal_data_sources.register(
    PersonalDataSource("lifeevents", _("your lists for life events"), personal_data.export, personal_data.erase)
)
sections.register(Section("lifeevents", _("Life events"), section.rows, order=60, icon="list-checks"))
