from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "raekoda.selfservice.offers"
    label = "offers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.selfservice.offers import plugins  # noqa: F401
