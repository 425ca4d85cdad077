from django.apps import AppConfig


class Open311Config(AppConfig):
    name = "raekoda.channels.open311"
    label = "open311"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.channels.open311 import plugins  # noqa: F401
