"""Staff pages of the case register: lists, one case, routing, templates, legal periods, figures."""

from django.urls import path

from raekoda.casework.cases.desk import (
    answer_templates,
    case,
    export,
    figures,
    files,
    periods,
    queue,
    routing,
    saved_views,
)

app_name = "cases_desk"

urlpatterns = [
    path("juhtum/<str:number>/", case.case_page, name="case"),
    path("juhtum/<str:number>/saatja/", case.show_contact, name="contact"),
    path("juhtum/<str:number>/otsi/", case.merge_candidates, name="cases_to_join"),
    path("juhtum/<str:number>/erandkord/", case.break_glass, name="break_glass"),
    path("juhtum/<str:number>/kaasatud/<int:pk>/lopeta/", case.end_participation, name="end_participation"),
    path("juhtum/<str:number>/<slug:name>/", case.perform_action, name="act"),
    path("manus/<str:ref>/", files.attachment, name="attachment"),
    path("manus/<str:ref>/pisipilt/", files.thumbnail, name="thumbnail"),
    path("kaart.geojson", queue.map_data, name="map_data"),
    path("valjavote.csv", export.export, name="export"),
    path("vaated/", saved_views.save_view, name="save_view"),
    path("vaated/<int:pk>/unusta/", saved_views.delete_view, name="forget_view"),
    path("suunamine/", routing.rules_page, name="routing"),
    path("suunamine/uus/", routing.edit_rule, name="new_rule"),
    path("suunamine/<int:pk>/", routing.edit_rule, name="rule"),
    path("suunamine/<int:pk>/nihuta/", routing.move_rule, name="move_rule"),
    path("suunamine/<int:pk>/kustuta/", routing.delete_rule, name="delete_rule"),
    path("mallid/", answer_templates.templates_page, name="templates"),
    path("mallid/uus/", answer_templates.edit_template, name="new_template"),
    path("mallid/<int:pk>/", answer_templates.edit_template, name="template"),
    path("mallid/<int:pk>/kustuta/", answer_templates.delete_template, name="delete_template"),
    path("tahtajad/", periods.periods_page, name="periods"),
    path("ulevaade/", figures.figures_page, name="figures"),
]
