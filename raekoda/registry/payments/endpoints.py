"""The notification endpoint of payment providers; its address has no language prefix."""

from django.urls import path

from raekoda.registry.payments.site import notification

app_name = "payments_door"

urlpatterns = [path("maksed/teade/<str:provider>", notification, name="notice")]
