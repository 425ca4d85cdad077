"""The sentence of each kind of condition in the current language."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from raekoda.registry.benefits import days
from raekoda.registry.benefits.conditions.choices import PeriodUnit, Since, Subject
from raekoda.registry.benefits.conditions.kind import Parameters
from raekoda.registry.benefits.facts import Relation


def _format_day(day: str) -> str:
    return date_format(days.in_year(day, 2024), "MONTH_DAY_FORMAT")


def child_resident(parameters: Parameters, home: str) -> str:
    if "day" in parameters:
        sentence = _("The child's registered residence is in %(home)s on %(day)s.")
        return sentence % {"home": home, "day": _format_day(parameters["day"])}
    return _("The child's registered residence is in %(home)s.") % {"home": home}


def applicant_resident(parameters: Parameters, home: str) -> str:
    if "day" in parameters:
        sentence = _("The applicant's registered residence is in %(home)s on %(day)s.")
        return sentence % {"home": home, "day": _format_day(parameters["day"])}
    return _("The applicant's registered residence is in %(home)s.") % {"home": home}


def in_class(parameters: Parameters, home: str) -> str:
    if parameters["from"] == parameters["to"]:
        return _("The child is in class %(number)d.") % {"number": parameters["from"]}
    return _("The child is in classes %(first)d to %(last)d.") % {"first": parameters["from"], "last": parameters["to"]}


def applied_within(parameters: Parameters, home: str) -> str:
    length = parameters["length"]
    if parameters["unit"] == PeriodUnit.MONTHS:
        period = npgettext("within a period", "%(n)d month", "%(n)d months", length) % {"n": length}
    else:
        period = npgettext("within a period", "%(n)d day", "%(n)d days", length) % {"n": length}
    sentences = {
        Since.DEATH: _("The application comes within %(period)s of the death."),
        Since.BIRTH: _("The application comes within %(period)s of the child's birth."),
        Since.EVENT: _("The application comes within %(period)s of the event."),
    }
    return sentences[Since(parameters["of"])] % {"period": period}


def age(parameters: Parameters, home: str) -> str:
    is_child = parameters["whose"] == Subject.CHILD
    if "to" not in parameters:
        sentence = (
            _("The child is at least %(first)d years old.")
            if is_child
            else _("The applicant is at least %(first)d years old.")
        )
        return sentence % {"first": parameters["from"]}
    sentence = (
        _("The child is %(first)d to %(last)d years old.")
        if is_child
        else _("The applicant is %(first)d to %(last)d years old.")
    )
    return sentence % {"first": parameters["from"], "last": parameters["to"]}


def applicant_is(parameters: Parameters, home: str) -> str:
    names = ", ".join(str(Relation(value).label) for value in parameters["relations"])
    return _("The applicant is, to the person who died: %(relations)s.") % {"relations": names}


def parent_resident(parameters: Parameters, home: str) -> str:
    return _("The registered residence of at least one parent is in %(home)s.") % {"home": home}


def deceased(parameters: Parameters, home: str) -> str:
    return _("The last registered residence of the person who died was in %(home)s.") % {"home": home}


def income_below(parameters: Parameters, home: str) -> str:
    sentence = _("The income for each member of the household is below %(amount)s € a month.")
    return sentence % {"amount": parameters["amount"]}


def paid(parameters: Parameters, home: str) -> str:
    return _("The applicant has paid the costs or pays them.")
