"""URLs of the staff pages of forms."""

from django.urls import path

from raekoda.registry.forms.desk import builder, listing, publishing, trial

app_name = "forms_desk"
urlpatterns = [
    path("vormid/", listing.forms, name="list"),
    path("vormid/uus/", listing.new, name="new"),
    path("vormid/<str:ref>/", builder.outline, name="form"),
    path("vormid/<str:ref>/muuda/", builder.change, name="change"),
    path("vormid/<str:ref>/pealkiri/", builder.head, name="head"),
    path("vormid/<str:ref>/samm/", builder.new_step, name="new_step"),
    path("vormid/<str:ref>/samm/<str:key>/", builder.step, name="step"),
    path("vormid/<str:ref>/samm/<str:key>/lisa/", builder.kinds, name="kinds"),
    path("vormid/<str:ref>/samm/<str:key>/lisa/<str:kind>/", builder.new_field, name="new_field"),
    path("vormid/<str:ref>/kusimus/<str:key>/", builder.field, name="field"),
    path("vormid/<str:ref>/proovi/", trial.attempt, name="try"),
    path("vormid/<str:ref>/avalda/", publishing.publish, name="publish"),
    path("vormid/<str:ref>/sulge/", publishing.close, name="close"),
    path("vormid/<str:ref>/kustuta/", publishing.delete, name="delete"),
    path("vormid/<str:ref>/versioonid/", publishing.versions, name="versions"),
    path("vormid/<str:ref>/eksport/", publishing.export, name="export"),
    path("vormid/<str:ref>/import/", publishing.import_draft, name="import"),
    path("vormid/<str:ref>/kopeeri/", publishing.copy, name="copy"),
]
