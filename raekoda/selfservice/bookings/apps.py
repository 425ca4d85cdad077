from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "raekoda.selfservice.bookings"
    label = "bookings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.selfservice.bookings import blocks, handlers, kinds, permissions, registering  # noqa: F401 - each registers itself
        from raekoda.selfservice.bookings.admin_fields import register_fields

        register_fields()
