from django.apps import AppConfig


class StateboxConfig(AppConfig):
    name = "raekoda.statebox"
    label = "statebox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.statebox import handlers, panels, permissions, sending  # noqa: F401

        panels.register()
