from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "raekoda.casework.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.casework.webhooks import handlers, panels, permissions, sending  # noqa: F401

        panels.register()
