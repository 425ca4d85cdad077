from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "raekoda.platform.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.platform.core import plugins  # noqa: F401
