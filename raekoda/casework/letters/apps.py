from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "raekoda.casework.letters"
    label = "channels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.casework.letters import plugins  # noqa: F401
