from django.apps import AppConfig


class MyOwnConfig(AppConfig):
    name = "raekoda.shells.dashboard"
    label = "myown"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.shells.dashboard import plugins  # noqa: F401
