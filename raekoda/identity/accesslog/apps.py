from django.apps import AppConfig


class AccessLogConfig(AppConfig):
    name = "raekoda.identity.accesslog"
    label = "tracker"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.identity.accesslog import plugins  # noqa: F401
