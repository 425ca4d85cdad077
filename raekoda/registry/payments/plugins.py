"""Registrations in other apps, and the built-in providers."""

from django.utils.translation import gettext_lazy as _

from raekoda.identity.accesslog.access_log import AccessEvent, access_log_events
from raekoda.identity.persons.personal_data import PersonalDataSource, personal_data_sources
from raekoda.identity.persons.sections import Section, sections
from raekoda.platform.core.subjects import SubjectGate, subject_gates
from raekoda.platform.deliveries.kinds import Kind as DeliveryKind
from raekoda.platform.deliveries.kinds import delivery_kinds
from raekoda.registry.payments import (
    permissions,  # noqa: F401
    queries,
    refunding,
)
from raekoda.registry.payments.models import Payment
from raekoda.registry.payments.personal_data import ACCESS_LOG_KIND, erase, export, rows
from raekoda.registry.payments.providers import providers
from raekoda.registry.payments.providers.montonio import Montonio

subject_gates.register(SubjectGate(Payment, queries.visible_to))
providers.register(Montonio())
delivery_kinds.register(DeliveryKind(refunding.KIND, refunding.send, _("Paying back"), can_repeat=True))
access_log_events.register(AccessEvent(ACCESS_LOG_KIND, _("an official looked at your payment")))
personal_data_sources.register(PersonalDataSource("payments", _("Payments"), export, erase))
sections.register(Section("payments", _("Payments"), rows, order=40, url="payments:list", icon="wallet"))
