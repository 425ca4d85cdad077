from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "raekoda.channels.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.channels.notices import plugins  # noqa: F401
