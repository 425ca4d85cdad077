"""Public pages of life events."""

from __future__ import annotations

from django.urls import path

from raekoda.selfservice.lifeevents.site import finder_pages, plan, transfer
from raekoda.selfservice.lifeevents.site.questions import event_list, question, start

app_name = "lifeevents"

urlpatterns = [
    path("elusundmused/", event_list, name="list"),
    path("elusundmused/ule/", transfer.review, name="brought"),
    path("elusundmused/ule/taotlema/", transfer.begin, name="begin"),
    path("elusundmused/ule/<str:token>/", transfer.receive, name="take"),
    path("elusundmused/<slug:slug>/", start, name="start"),
    path("elusundmused/<slug:slug>/kava/", plan.plan, name="plan"),
    path("elusundmused/<slug:slug>/kava/salvesta/", plan.save, name="save"),
    path("elusundmused/<slug:slug>/kysimus/<slug:key>/", question, name="question"),
    path("elusundmused/<slug:slug>/leia/<slug:key>/koht/", finder_pages.place, name="place"),
    path("elusundmused/<slug:slug>/leia/<slug:key>/paev/", finder_pages.day, name="day"),
    path("elusundmused/<slug:slug>/leia/<slug:key>/kes/", finder_pages.person, name="person"),
    path("elusundmused/<slug:slug>/leia/<slug:key>/vastus/", finder_pages.answer, name="answer"),
    path("elusundmused/<slug:slug>/leia/<slug:key>/taotlema/", finder_pages.apply, name="apply"),
]
