"""Staff pages of applications and payment lists."""

from django.urls import path

from raekoda.selfservice.applications.desk import accounts, decisions, payouts, setup

app_name = "applications_desk"

urlpatterns = [
    path("taotlused/", decisions.overview, name="list"),
    path("taotlused/vormid/<int:pk>/", setup.handling, name="handling"),
    path("taotlused/<str:ref>/otsus/", decisions.decision, name="decision"),
    path("taotlused/<str:ref>/otsus/kinnita/", decisions.confirm, name="confirm"),
    path("taotlused/<str:ref>/otsus/tagasi/", decisions.send_back, name="send_back"),
    path("taotlused/<str:ref>/otsus.pdf", decisions.decision_pdf, name="decision_pdf"),
    path("taotlused/<str:ref>/kontroll/", decisions.check, name="check"),
    path("taotlused/<str:ref>/registrid/", decisions.ask_registers, name="ask_registers"),
    path("taotlused/<str:ref>/failid/<str:file_ref>/", decisions.file, name="file"),
    path("valjamaksed/", payouts.overview, name="payouts"),
    path("valjamaksed/konto/", accounts.paying_account, name="paying_account"),
    path("valjamaksed/tagasi/<str:ref>/", payouts.returned, name="returned"),
    path("valjamaksed/konto/<int:pk>/", accounts.account, name="account"),
    path("valjamaksed/kontomuudatus/<int:pk>/", accounts.change, name="account_change"),
    path("valjamaksed/<str:ref>/", payouts.batch, name="batch"),
    path("valjamaksed/<str:ref>/<str:verb>/", payouts.act, name="batch_act"),
    path("valjamaksed/<str:ref>/nimekiri.<str:ending>", payouts.export, name="export"),
]
