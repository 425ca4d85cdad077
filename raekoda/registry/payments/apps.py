from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "raekoda.registry.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.registry.payments import plugins  # noqa: F401
