from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "raekoda.registry.forms"
    label = "service_forms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.registry.forms import plugins  # noqa: F401
