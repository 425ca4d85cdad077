"""Kinds, states and outcomes of a case."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    REPORT = "report", _("report")
    MEMO = "memo", _("memo")
    ENQUIRY = "enquiry", _("enquiry")
    INFORMATION_REQUEST = "information_request", _("request for information")
    COMPLAINT = "complaint", _("complaint")
    FEEDBACK = "feedback", _("feedback")
    APPLICATION = "application", _("application")


class Status(models.TextChoices):
    NEW = "new", _("registered")
    ASSIGNED = "assigned", _("being handled")
    WAITING = "waiting", _("waiting for the sender")
    SUSPENDED = "suspended", _("suspended")
    FORWARDED = "forwarded", _("forwarded to another body")
    CLOSED = "closed", _("answered and closed")
    MERGED = "merged", _("joined to another case")


WITHOUT_REPLY = frozenset({Kind.FEEDBACK})
"""Kinds that need no reply: their senders are not promised a due day."""


OPEN_STATUSES = (Status.NEW, Status.ASSIGNED, Status.WAITING, Status.SUSPENDED)


class Channel(models.TextChoices):
    WEB = "web", _("website")
    PHONE = "phone", _("phone")
    COUNTER = "counter", _("visit")
    EMAIL = "email", _("e-mail")
    OPEN311 = "open311", _("another system (Open311)")
    EXCHANGE = "exchange", _("document exchange")
    SOCIAL = "social", _("social media")
    SYSTEM = "system", _("another system")
    IMPORT = "import", _("import")


class Outcome(models.TextChoices):
    SOLVED = "solved", _("solved")
    ANSWERED = "answered", _("answered")
    PLANNED = "planned", _("will be done later")
    NOT_OURS = "not_ours", _("not the municipality's to solve")
    REFUSED = "refused", _("refused")
    NO_ANSWER_DUE = "no_answer_due", _("left unanswered by law")
    DUPLICATE = "duplicate", _("already reported")
    WITHDRAWN = "withdrawn", _("withdrawn by the sender")
