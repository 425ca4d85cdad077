from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "raekoda.channels.dhx"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.channels.dhx import plugins  # noqa: F401
