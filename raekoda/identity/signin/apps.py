from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "raekoda.identity.signin"
    label = "signin"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.identity.signin import plugins  # noqa: F401
