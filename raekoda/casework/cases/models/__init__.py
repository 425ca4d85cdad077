"""The case register: one record for every submission of a resident, whatever the channel."""

from raekoda.casework.cases.models.access import CaseParticipant
from raekoda.casework.cases.models.case import Attachment, Case, Follower, Message
from raekoda.casework.cases.models.choices import OPEN_STATUSES, WITHOUT_REPLY, Channel, Kind, Outcome, Status
from raekoda.casework.cases.models.settings import (
    AnswerTemplate,
    ClockRule,
    RetentionRule,
    RoutingRule,
    SavedView,
    SensitivityRule,
)

__all__ = [
    "OPEN_STATUSES",
    "WITHOUT_REPLY",
    "AnswerTemplate",
    "Attachment",
    "Case",
    "CaseParticipant",
    "Channel",
    "ClockRule",
    "Follower",
    "Kind",
    "Message",
    "Outcome",
    "RetentionRule",
    "RoutingRule",
    "SavedView",
    "SensitivityRule",
    "Status",
]
