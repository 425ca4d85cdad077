"""The address that payment providers tell, the same in every language."""

from django.urls import path

from raekoda.registry.payments.site import notice

app_name = "payments_door"

urlpatterns = [path("maksed/teade/<str:provider>", notice, name="notice")]
