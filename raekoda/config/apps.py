from django.apps import AppConfig


class ServerConfig(AppConfig):
    name = "raekoda.config"
    label = "server"
    default_auto_field = "django.db.models.BigAutoField"
