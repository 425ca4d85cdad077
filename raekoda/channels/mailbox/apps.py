from django.apps import AppConfig


class MailboxConfig(AppConfig):
    name = "raekoda.channels.mailbox"
    label = "mailbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.channels.mailbox import plugins  # noqa: F401
