from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrackerConfig(AppConfig):
    name = "raekoda.identity.accesslog"
    label = "tracker"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.identity.accesslog import handlers, keeping, looks, permissions
        from raekoda.identity.persons.sections import Section, register

        assert permissions
        looks.register("tracker.person", words=_("an official opened your page"))
        looks.register("tracker.looks", words=_("the keeper of data protection checked who had looked at your data"))
        looks.register(looks.ACTED_FOR, words=_("somebody who may act for you opened your matters"))
        handlers.listen()
        keeping.register()
        register(Section("looks", _("Who has looked at my data"), rows=None, order=90, url="tracker:looks", icon="eye"))
