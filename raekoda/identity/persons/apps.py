from django.apps import AppConfig


class PersonsConfig(AppConfig):
    name = "raekoda.identity.persons"
    label = "persons"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.identity.persons import plugins  # noqa: F401
