"""Public pages of bookings: resources, calendars, booking, the waiting list, the page of a guest."""

from __future__ import annotations

from django.urls import path

from raekoda.selfservice.bookings.site import guest, public, waiting

app_name = "bookings"

urlpatterns = [
    path("broneeri/", public.resources, name="list"),
    path("broneeri/<slug:slug>/", public.resource, name="resource"),
    path("broneeri/<slug:slug>/raam/", public.frame, name="frame"),
    path("broneeri/<slug:slug>/pilt/", public.photo, name="photo"),
    path("broneeri/<slug:slug>/uus/", public.new, name="new"),
    path("broneeri/<slug:slug>/saadetud/", public.sent, name="sent"),
    path("broneeri/<slug:slug>/ootele/", waiting.join, name="wait"),
    path("ootel/<str:token>/", waiting.entry, name="waiting"),
    *guest.urlpatterns,
]
