from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    name = "raekoda.identity.privacy"
    label = "rights"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.identity.accesslog import looks
        from raekoda.identity.persons.sections import Section, register
        from raekoda.identity.privacy import keeping, permissions

        assert permissions
        keeping.register()
        looks.register("rights.decide", words=_("an official decided on the deletion of your data"))
        register(Section("rights", _("My data"), rows=None, order=95, url="rights:mine", icon="user-round"))
