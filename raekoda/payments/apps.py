from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "raekoda.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.payments import permissions, refunding, registering  # noqa: F401 - each registers itself
        from raekoda.payments.providers import montonio  # noqa: F401
