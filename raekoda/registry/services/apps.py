from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "raekoda.registry.services"
    label = "services"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.registry.services import plugins  # noqa: F401
