"""How each kind of condition says itself, in the language in use."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from raekoda.registry.benefits import days
from raekoda.registry.benefits.conditions.choices import PeriodUnit, Since, Whose
from raekoda.registry.benefits.conditions.kind import Parameters
from raekoda.registry.benefits.facts import Relation


def _day_words(day: str) -> str:
    return date_format(days.in_year(day, 2024), "MONTH_DAY_FORMAT")


def child_resident(parameters: Parameters, home: str) -> str:
    if "day" in parameters:
        words = _("The child's registered residence is in %(home)s on %(day)s.")
        return words % {"home": home, "day": _day_words(parameters["day"])}
    return _("The child's registered residence is in %(home)s.") % {"home": home}


def applicant_resident(parameters: Parameters, home: str) -> str:
    if "day" in parameters:
        words = _("The applicant's registered residence is in %(home)s on %(day)s.")
        return words % {"home": home, "day": _day_words(parameters["day"])}
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
    words = {
        Since.DEATH: _("The application comes within %(period)s of the death."),
        Since.BIRTH: _("The application comes within %(period)s of the child's birth."),
        Since.EVENT: _("The application comes within %(period)s of the event."),
    }
    return words[Since(parameters["of"])] % {"period": period}


def age(parameters: Parameters, home: str) -> str:
    is_child = parameters["whose"] == Whose.CHILD
    if "to" not in parameters:
        words = (
            _("The child is at least %(first)d years old.")
            if is_child
            else _("The applicant is at least %(first)d years old.")
        )
        return words % {"first": parameters["from"]}
    words = (
        _("The child is %(first)d to %(last)d years old.")
        if is_child
        else _("The applicant is %(first)d to %(last)d years old.")
    )
    return words % {"first": parameters["from"], "last": parameters["to"]}


def applicant_is(parameters: Parameters, home: str) -> str:
    names = ", ".join(str(Relation(value).label) for value in parameters["relations"])
    return _("The applicant is, to the person who died: %(relations)s.") % {"relations": names}


def parent_resident(parameters: Parameters, home: str) -> str:
    return _("The registered residence of at least one parent is in %(home)s.") % {"home": home}


def deceased(parameters: Parameters, home: str) -> str:
    return _("The last registered residence of the person who died was in %(home)s.") % {"home": home}


def income_below(parameters: Parameters, home: str) -> str:
    words = _("The income for each member of the household is below %(amount)s € a month.")
    return words % {"amount": parameters["amount"]}


def paid(parameters: Parameters, home: str) -> str:
    return _("The applicant has paid the costs or pays them.")
