"""Staff pages: what people asked and did not find."""

from __future__ import annotations

from django.urls import path

from raekoda.casework.assistant.desk import export, listing, one, work

app_name = "assistant_desk"

urlpatterns = [
    path("kusitud/", listing.gaps, name="gaps"),
    path("kusitud/tabel.csv", export.export, name="export"),
    path("kusitud/<int:pk>/", one.gap, name="gap"),
    path("kusitud/<int:pk>/nimeta/", work.rename, name="rename"),
    path("kusitud/<int:pk>/uhenda/", work.merge, name="merge"),
    path("kusitud/<int:pk>/korvale/", work.dismiss, name="dismiss"),
    path("kusitud/<int:pk>/uuesti/", work.reopen, name="reopen"),
    path("kusitud/<int:pk>/mustand/", work.draft, name="draft"),
    path("kusitud/kysimus/<int:pk>/liiguta/", work.move, name="move"),
]
