"""The dashboard in the navigation of residents."""

from django.utils.translation import gettext_lazy as _

from raekoda.identity.persons.sections import Section, sections

sections.register(Section("home", _("Overview"), rows=None, order=0, url="myown:home", icon="house"))
