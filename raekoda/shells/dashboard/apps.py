from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MyOwnConfig(AppConfig):
    name = "raekoda.shells.dashboard"
    label = "myown"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.identity.persons.sections import Section, register

        register(Section("home", _("Overview"), rows=None, order=0, url="myown:home", icon="house"))
