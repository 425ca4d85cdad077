from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "raekoda.bookings"
    label = "bookings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.bookings import blocks, handlers, kinds, permissions, registering  # noqa: F401 - each registers itself
        from raekoda.bookings.admin_fields import register_fields

        register_fields()
