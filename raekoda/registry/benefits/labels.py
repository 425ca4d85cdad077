"""Labels of facts, for showing which data a result is based on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

FACT_LABELS = {
    "applied_on": _("day of applying"),
    "applicant_born_on": _("your date of birth"),
    "applicant_residence": _("your registered residence"),
    "applicant_resident_since": _("since when you have been registered there"),
    "child_born_on": _("the child's date of birth"),
    "child_class": _("the child's class, from the education register"),
    "child_residence": _("the child's registered residence"),
    "child_resident_since": _("since when the child has been registered there"),
    "parent_residences": _("the parents' registered residences"),
    "died_on": _("date of death"),
    "deceased_residence": _("the last registered residence of the person who died"),
    "relation": _("who you are to the person who died"),
    "paid_costs": _("whether you pay the costs"),
    "event_on": _("day of the event"),
    "income_per_member": _("income for each member of the household"),
}
