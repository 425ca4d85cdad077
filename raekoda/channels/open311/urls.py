"""Paths of GeoReport v2; every one also ends in ``.json`` or ``.xml``."""

from __future__ import annotations

from django.urls import path, re_path

from raekoda.channels.open311 import endpoints

app_name = "open311"

FORMAT = r"(?:\.(?P<form>json|xml))?"

urlpatterns = [
    re_path(rf"^v2/discovery{FORMAT}$", endpoints.discovery, name="discovery"),
    re_path(rf"^v2/services{FORMAT}$", endpoints.services, name="services"),
    re_path(rf"^v2/services/(?P<code>[^/]+?){FORMAT}$", endpoints.service, name="service"),
    re_path(rf"^v2/requests{FORMAT}$", endpoints.requests, name="requests"),
    re_path(rf"^v2/requests/(?P<number>[^/]+?){FORMAT}$", endpoints.request_by_id, name="request"),
    re_path(rf"^v2/tokens/(?P<token>[^/]+?){FORMAT}$", endpoints.token, name="token"),
    re_path(rf"^v2/servicerequestupdates{FORMAT}$", endpoints.updates, name="updates"),
    path("v2/", endpoints.discovery, name="root"),
    re_path(rf"^.*?{FORMAT}$", endpoints.not_found),
]
