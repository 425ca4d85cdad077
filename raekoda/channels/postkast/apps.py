from django.apps import AppConfig


class StateboxConfig(AppConfig):
    name = "raekoda.channels.postkast"
    label = "statebox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.channels.postkast import plugins  # noqa: F401
