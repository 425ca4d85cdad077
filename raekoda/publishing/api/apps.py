from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "raekoda.publishing.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.publishing.api import plugins  # noqa: F401
