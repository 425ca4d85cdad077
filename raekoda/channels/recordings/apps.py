from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    name = "raekoda.channels.recordings"
    label = "recordings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.channels.recordings import plugins  # noqa: F401
