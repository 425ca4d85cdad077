from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "raekoda.shells.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.shells.desk import plugins  # noqa: F401
