"""Public pages of life events."""

from __future__ import annotations

from django.urls import path

from raekoda.selfservice.lifeevents.site import finder, handing, plan
from raekoda.selfservice.lifeevents.site.asking import event_list, question, start

app_name = "lifeevents"

urlpatterns = [
    path("elusundmused/", event_list, name="list"),
    path("elusundmused/ule/", handing.brought, name="brought"),
    path("elusundmused/ule/taotlema/", handing.begin, name="begin"),
    path("elusundmused/ule/<str:token>/", handing.take, name="take"),
    path("elusundmused/<slug:slug>/", start, name="start"),
    path("elusundmused/<slug:slug>/kava/", plan.plan, name="plan"),
    path("elusundmused/<slug:slug>/kava/salvesta/", plan.save, name="save"),
    path("elusundmused/<slug:slug>/kysimus/<slug:key>/", question, name="question"),
    path("elusundmused/<slug:slug>/leia/<slug:key>/koht/", finder.place, name="place"),
    path("elusundmused/<slug:slug>/leia/<slug:key>/paev/", finder.day, name="day"),
    path("elusundmused/<slug:slug>/leia/<slug:key>/kes/", finder.person, name="person"),
    path("elusundmused/<slug:slug>/leia/<slug:key>/vastus/", finder.answer, name="answer"),
    path("elusundmused/<slug:slug>/leia/<slug:key>/taotlema/", finder.apply, name="apply"),
]
