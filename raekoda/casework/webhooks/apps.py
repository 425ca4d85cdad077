from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "raekoda.casework.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.casework.webhooks import plugins  # noqa: F401
