"""URLs of the staff pages of the phone desk."""

from django.urls import path

from raekoda.channels.calls.desk import call, live, lookup, promises, reply, screen, shift, statistics

app_name = "calls_desk"

urlpatterns = [
    path("telefon/", screen.desk, name="desk"),
    path("telefon/riba/", screen.strip, name="strip"),
    path("telefon/voog/", live.stream, name="stream"),
    path("telefon/alusta/", screen.begin, name="begin"),
    path("telefon/kone/<str:ref>/", call.call, name="call"),
    path("telefon/kone/<str:ref>/seis/", call.state, name="state"),
    path("telefon/kone/<str:ref>/votan/", call.take, name="take"),
    path("telefon/kone/<str:ref>/lopp/", call.end, name="end"),
    path("telefon/kone/<str:ref>/unusta/", call.forget, name="forget"),
    path("telefon/vahetus/", shift.shift, name="shift"),
    path("telefon/koned/", shift.calls, name="calls"),
    path("telefon/lubadused/", promises.promises, name="promises"),
    path("telefon/lubadused/<str:ref>/", promises.handle, name="deal"),
    path("telefon/arvud/", statistics.index, name="figures"),
    path("telefon/arvud.csv", statistics.spreadsheet, name="spreadsheet"),
    path("telefon/otsi/", lookup.find, name="find"),
    path("telefon/vastus/", reply.phone_answer, name="answer"),
    path("telefon/helistaja/", lookup.caller, name="caller"),
    path("telefon/teenused/", lookup.service_suggestions, name="services"),
    path("telefon/aadressid/", lookup.address_suggestions, name="addresses"),
]
