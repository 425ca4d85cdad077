from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "raekoda.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.calls import handlers, permissions  # noqa: F401
