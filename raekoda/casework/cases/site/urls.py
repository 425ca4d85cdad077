"""Public pages of cases: reporting, asking, public reports, the private status page."""

from __future__ import annotations

from django.urls import path

from raekoda.casework.cases.site import ask, asset, files, flow, own, public, report, sending, status

app_name = "cases"

urlpatterns = [
    path("teata/", flow.start_view(report.FLOW), name="report"),
    path("teata/<str:key>/", flow.text_view(report.FLOW), name="report_words"),
    path("teata/<str:key>/koht/", report.place, name="report_place"),
    path("teata/<str:key>/teema/", report.subject, name="report_subject"),
    path("teata/<str:key>/ese/", asset.choose, name="report_asset"),
    path("teata/<str:key>/ese/leia/", asset.options, name="report_asset_options"),
    path("teata/<str:key>/tapsustus/", report.details, name="report_details"),
    path("teata/<str:key>/saada/", report.check_and_send, name="report_send"),
    path("teata/<str:key>/valmis/", sending.done_view("report"), name="report_done"),
    path("kysi/", flow.start_view(ask.FLOW), name="ask"),
    path("kysi/vihjed/", ask.hints, name="hints"),
    path("kysi/<str:key>/", flow.text_view(ask.FLOW), name="ask_words"),
    path("kysi/<str:key>/soov/", ask.wish, name="ask_wish"),
    path("kysi/<str:key>/saada/", ask.check_and_send, name="ask_send"),
    path("kysi/<str:key>/valmis/", sending.done_view("ask"), name="ask_done"),
    path("mustand/<str:key>/foto/<int:number>/", flow.draft_photo, name="draft_photo"),
    path("teated/", public.reports, name="reports"),
    path("teated/kaart.geojson", public.map_data, name="map_data"),
    path("teated/<str:ref>/", public.report, name="public"),
    path("jalgi/<str:token>/", public.confirm_follow, name="confirm_follow"),
    path("jalgi/<str:token>/loobu/", public.unfollow, name="leave_follow"),
    path("minu/<str:token>/", status.status, name="status"),
    path("minu/<str:token>/vasta/", status.reply, name="reply"),
    path("minu/<str:token>/hinda/", status.rate, name="rate"),
    path("minu/<str:token>/ava-uuesti/", status.reopen, name="reopen"),
    path("minu/<str:token>/failid/<str:ref>/", files.own_attachment, name="own_attachment"),
    path("iseteenindus/poordumised/", own.own_list, name="own"),
    path("failid/<str:ref>/", files.attachment, name="attachment"),
]
