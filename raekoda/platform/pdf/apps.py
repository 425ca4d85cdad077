from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "raekoda.platform.pdf"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"
