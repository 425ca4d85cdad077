from django.apps import AppConfig


class FeaturesConfig(AppConfig):
    name = "raekoda.publishing.features"
    label = "features"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.platform.core.bounds import answer_with
        from raekoda.publishing.features.layers import register_all
        from raekoda.publishing.features.serving import refused_early

        register_all()
        for language in ("", "/en", "/ru"):
            answer_with(f"{language}/ogc/", refused_early)
