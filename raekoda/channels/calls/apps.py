from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "raekoda.channels.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.channels.calls import plugins  # noqa: F401
