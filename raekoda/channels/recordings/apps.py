from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    name = "raekoda.channels.recordings"
    label = "recordings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.channels.recordings import permissions  # noqa: F401 - says who may do what
