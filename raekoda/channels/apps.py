from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "raekoda.channels"
    label = "channels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.channels import handlers, kinds, panels, permissions  # noqa: F401

        panels.register()
