from django.apps import AppConfig


class LifeEventsConfig(AppConfig):
    name = "raekoda.selfservice.lifeevents"
    label = "lifeevents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.selfservice.lifeevents import plugins  # noqa: F401
