from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "raekoda.selfservice.bookings"
    label = "bookings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.selfservice.bookings import plugins  # noqa: F401
