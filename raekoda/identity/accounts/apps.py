from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "raekoda.identity.accounts"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.identity.accounts import plugins  # noqa: F401
