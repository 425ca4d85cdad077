"""URLs of the staff pages of unanswered questions."""

from __future__ import annotations

from django.urls import path

from raekoda.casework.assistant.desk import actions, detail, export, index

app_name = "assistant_desk"

urlpatterns = [
    path("kusitud/", index.gaps, name="gaps"),
    path("kusitud/tabel.csv", export.export, name="export"),
    path("kusitud/<int:pk>/", detail.gap, name="gap"),
    path("kusitud/<int:pk>/nimeta/", actions.rename, name="rename"),
    path("kusitud/<int:pk>/uhenda/", actions.merge, name="merge"),
    path("kusitud/<int:pk>/korvale/", actions.dismiss, name="dismiss"),
    path("kusitud/<int:pk>/uuesti/", actions.reopen, name="reopen"),
    path("kusitud/<int:pk>/mustand/", actions.draft, name="draft"),
    path("kusitud/kysimus/<int:pk>/liiguta/", actions.move, name="move"),
]
