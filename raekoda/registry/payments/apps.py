from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "raekoda.registry.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.registry.payments import permissions, refunding, registering  # noqa: F401 - each registers itself
        from raekoda.registry.payments.providers import montonio  # noqa: F401
