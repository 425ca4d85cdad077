from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "raekoda.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.people import permissions  # noqa: F401
