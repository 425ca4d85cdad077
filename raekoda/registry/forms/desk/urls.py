"""Staff pages: a form is begun, built, tried, published, compared, copied, exported and imported."""

from django.urls import path

from raekoda.registry.forms.desk import building, listing, publishing, trying

app_name = "forms_desk"
urlpatterns = [
    path("vormid/", listing.forms, name="list"),
    path("vormid/uus/", listing.new, name="new"),
    path("vormid/<str:ref>/", building.outline, name="form"),
    path("vormid/<str:ref>/muuda/", building.change, name="change"),
    path("vormid/<str:ref>/pealkiri/", building.head, name="head"),
    path("vormid/<str:ref>/samm/", building.new_step, name="new_step"),
    path("vormid/<str:ref>/samm/<str:key>/", building.step, name="step"),
    path("vormid/<str:ref>/samm/<str:key>/lisa/", building.kinds, name="kinds"),
    path("vormid/<str:ref>/samm/<str:key>/lisa/<str:kind>/", building.new_field, name="new_field"),
    path("vormid/<str:ref>/kusimus/<str:key>/", building.field, name="field"),
    path("vormid/<str:ref>/proovi/", trying.attempt, name="try"),
    path("vormid/<str:ref>/avalda/", publishing.publish, name="publish"),
    path("vormid/<str:ref>/sulge/", publishing.close, name="close"),
    path("vormid/<str:ref>/kustuta/", publishing.delete, name="delete"),
    path("vormid/<str:ref>/versioonid/", publishing.versions, name="versions"),
    path("vormid/<str:ref>/eksport/", publishing.export, name="export"),
    path("vormid/<str:ref>/import/", publishing.import_draft, name="import"),
    path("vormid/<str:ref>/kopeeri/", publishing.copy, name="copy"),
]
