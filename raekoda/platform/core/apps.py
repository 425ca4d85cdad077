from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "raekoda.platform.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.platform.core import plugins, typed_values  # noqa: F401

        typed_values.install()
