from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "raekoda.selfservice.applications"
    label = "applications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.selfservice.applications import plugins  # noqa: F401
