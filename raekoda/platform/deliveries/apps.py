from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    name = "raekoda.platform.deliveries"
    label = "deliveries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.platform.deliveries import permissions  # noqa: F401 - says who may do what
