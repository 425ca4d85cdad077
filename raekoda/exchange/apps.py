from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "raekoda.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.exchange import delivering, handlers, panels, permissions  # noqa: F401

        panels.register()
