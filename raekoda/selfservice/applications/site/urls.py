"""Residents' pages of applications: drafts, sending, status, consents."""

from django.urls import path

from raekoda.selfservice.applications.site import consents, filling, lists, sent, starting

app_name = "applications"

urlpatterns = [
    path("iseteenindus/taotlused/", lists.index, name="list"),
    path("iseteenindus/taotlused/alusta/<slug:slug>/", starting.start, name="start"),
    path("iseteenindus/taotlused/<str:ref>/", sent.application, name="application"),
    path("iseteenindus/taotlused/<str:ref>/samm/<slug:key>/", filling.step, name="step"),
    path("iseteenindus/taotlused/<str:ref>/kokkuvote/", filling.summary, name="summary"),
    path("iseteenindus/taotlused/<str:ref>/viska-ara/", filling.discard, name="discard"),
    path("iseteenindus/taotlused/<str:ref>/vasta/", sent.reply, name="reply"),
    path("iseteenindus/taotlused/<str:ref>/vota-tagasi/", sent.withdraw, name="withdraw"),
    path("iseteenindus/taotlused/<str:ref>/taotlus.pdf", sent.application_pdf, name="application_pdf"),
    path("iseteenindus/taotlused/<str:ref>/otsus.pdf", sent.decision_pdf, name="decision_pdf"),
    path("iseteenindus/taotlused/<str:ref>/failid/<str:file_ref>/", sent.file, name="file"),
    path("iseteenindus/nousolekud/<str:ref>/", consents.consent, name="consent"),
]
