"""Who opens what in the administration (Wagtail's part): lists, new ones, one of each."""

from __future__ import annotations

from tests.access.tables import ADMINISTRATOR, OWNERS, PUBLISHERS

NOBODY: tuple[str, ...] = ()

ADMINISTRATION = {
    PUBLISHERS: """
        elusundmused/
        elusundmused/new/
        kaardikihid/
        kaardikihid/edit/<int:pk>/
        kaardikihid/new/
        teemad/
        teemad/add/
        teemad/edit/<int:pk>/
        teenused/
        teenused/add/
        teenused/edit/<int:pk>/
        yksused/
        yksused/add/
        yksused/edit/<int:pk>/
    """,
    OWNERS: """
        kone-tulemused/
        kone-tulemused/new/
        pakkumiste-eesmargid/
        pakkumiste-eesmargid/edit/<int:pk>/
        pakkumiste-eesmargid/new/
        pakkumiste-reeglid/
        pakkumiste-reeglid/edit/<int:pk>/
        pakkumiste-reeglid/new/
        toetused/
        toetused/edit/<int:pk>/
        toetused/new/
        toetuste-reeglid/
        toetuste-reeglid/edit/<int:pk>/
        toetuste-reeglid/new/
    """,
    ADMINISTRATOR: """
        broneerijad/
        broneerijad/edit/<int:pk>/
        broneerijad/new/
        broneeritav/
        broneeritav/edit/<int:pk>/
        broneeritav/new/
        dokumendivahetus/aadressid/
        dokumendivahetus/aadressid/edit/<int:pk>/
        dokumendivahetus/aadressid/new/
        dokumendivahetus/liigid/
        dokumendivahetus/liigid/new/
        dokumendivahetus/osapooled/
        dokumendivahetus/osapooled/edit/<int:pk>/
        dokumendivahetus/osapooled/new/
        kirjade-votmed/
        kirjade-votmed/new/
        linnaosad/
        linnaosad/new/
        postkastid/
        postkastid/edit/<int:pk>/
        postkastid/new/
        salvestiste-votmed/
        salvestiste-votmed/new/
        telefonikeskjaama-votmed/
        telefonikeskjaama-votmed/edit/<int:pk>/
        telefonikeskjaama-votmed/new/
        voetmed/
        voetmed/edit/<int:pk>/
        voetmed/new/
    """,
    # of the whole installation: its keeper alone, who is not staff of a municipality
    NOBODY: """
        elusundmused/edit/<int:pk>/
        groups/
        groups/edit/<int:pk>/
        groups/new/
        kone-tulemused/edit/<int:pk>/
        linnaosad/edit/<int:pk>/
        redirects/
        redirects/add/
        sites/
        sites/edit/<int:pk>/
        sites/new/
        users/
        users/edit/<int:pk>/
        users/new/
    """,
}
