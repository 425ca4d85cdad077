"""Staff pages of bookings: calendar, approvals, booking detail, booking for somebody, blocks, series."""

from __future__ import annotations

from django.urls import path

from raekoda.selfservice.bookings.desk import booking, calendar, create, members, resources

app_name = "bookings_desk"

urlpatterns = [
    path("broneeringud/", calendar.calendar, name="calendar"),
    path("broneeringud/otsustada/", calendar.to_decide, name="to_decide"),
    path("broneeringud/ressursid/", resources.resources, name="resources"),
    path("broneeringud/ressursid/<slug:slug>/kalender/", resources.calendar_link, name="calendar_link"),
    path("broneeringud/nimekirjad/", members.members, name="members"),
    path("broneeringud/uus/", create.new, name="new"),
    path("broneeringud/kinni/", create.block, name="block"),
    path("broneeringud/sari/", create.series, name="series"),
    path("broneeringud/sari/<str:ref>/tyhista/", create.cancel_series, name="cancel_series"),
    path("broneeringud/<str:ref>/", booking.detail, name="booking"),
    path("broneeringud/<str:ref>/<slug:verb>/", booking.act, name="act"),
]
