"""Public pages of the register."""

from django.urls import path
from django.http import HttpRequest, HttpResponse

app_name = "services"


def _x(request, slug=""):
    return HttpResponse("")


urlpatterns = [
    path("teenused/", _x, name="list"),
    path("teenused/<slug:slug>/", _x, name="service"),
    path("teemad/<slug:slug>/", _x, name="topic"),
]
