"""Who opens what: the whole list, by paths as the installation knows them. A path that is in no list fails a test."""

from __future__ import annotations

EVERYONE = ("operator", "official", "service_owner", "editor", "analyst", "administrator")
ALL_BUT_ANALYST = ("operator", "official", "service_owner", "editor", "administrator")
ALL_BUT_EDITOR = ("operator", "official", "service_owner", "analyst", "administrator")
WORKERS = ("operator", "official", "service_owner", "administrator")
OFFICIALS = ("official", "service_owner", "administrator")
WRITERS = ("official", "service_owner", "editor", "administrator")
READERS_OF_FIGURES = ("official", "service_owner", "analyst", "administrator")
HANDLERS = ("official", "administrator")
COUNTER = ("operator", "administrator")
OWNERS = ("service_owner", "administrator")
PUBLISHERS = ("service_owner", "editor", "administrator")
EDITORS = ("editor", "administrator")
ITS_MAKER = ("official",)
ADMINISTRATOR = ("administrator",)

OPEN_AT_THE_DESK = """
    kutse/<str:token>/
    parool/<uidb64>/<token>/
    sisene/
    valju/
"""
"""Signing in and out."""

OWN_FACTORS = """
    seaded/kinnitus/eemalda/
    sisene/kinnita/
"""
"""Of one's own second factor, once there is one: tests/signin."""

DESK = {
    EVERYONE: """

        kohad/<slug:slug>/sildid/
        kohad/soovitused/
        koht/<slug:ref>/
        parool/
        puudumised/
        seaded/
        seaded/kinnitus/
        seaded/kinnitus/koodid/
        seaded/kinnitus/rakendus/
        seaded/kinnitus/voti/
        tahtajad/
    """,
    ALL_BUT_ANALYST: """
        kusitud/
        kusitud/<int:pk>/
        kusitud/tabel.csv
    """,
    ALL_BUT_EDITOR: """
        telefon/arvud.csv
        telefon/arvud/
    """,
    WORKERS: """
        broneeringud/
        broneeringud/kinni/
        broneeringud/otsustada/
        broneeringud/ressursid/
        broneeringud/sari/
        broneeringud/uus/
        dokumendid/
        dokumendid/<str:ref>/
        juhtum/<str:number>/
        juhtum/<str:number>/otsi/
        juhtum/<str:number>/saatja/
        kaart.geojson
        kirjad/
        kirjad/<int:pk>/
        kirjad/<int:pk>/uuesti/
        manus/<str:ref>/
        manus/<str:ref>/pisipilt/
        naabrid/
        otsi/
        saabunud/
        saabunud/<str:ref>/
        saabunud/<str:ref>/ara/
        saabunud/<str:ref>/lisa/
        saabunud/<str:ref>/poordumiseks/
        saabunud/<str:ref>/uuesti/
        saatmised/
        saatmised/<int:pk>/
        soovitused/
        soovitused/<int:pk>/keeldu/
        soovitused/<int:pk>/vota/
        soovitused/juhtum/<str:number>/
        telefon/
        telefon/aadressid/
        telefon/alusta/
        telefon/helistaja/
        telefon/kone/<str:ref>/
        telefon/kone/<str:ref>/lopp/
        telefon/kone/<str:ref>/seis/
        telefon/kone/<str:ref>/unusta/
        telefon/kone/<str:ref>/votan/
        telefon/koned/
        telefon/lubadused/
        telefon/lubadused/<str:ref>/
        telefon/otsi/
        telefon/riba/
        telefon/teenused/
        telefon/vahetus/
        telefon/vastus/
        telefon/voog/
        vaated/
        valjavote.csv
    """,
    OFFICIALS: """
        dokumendid/<str:ref>/kapsel/
        dokumendid/<str:ref>/kapsel/fail/
        dokumendid/<str:ref>/uuesti/
        dokumendid/uus/
        isikud/
        isikud/<str:ref>/
        juhtum/<str:number>/<slug:name>/
        maksed/
        maksed/<str:ref>/
        mallid/
        mallid/<int:pk>/
        mallid/<int:pk>/kustuta/
        mallid/uus/
        naabrid/<int:pk>/kysi/
        naabrid/anna/<str:number>/
        naabrid/teade/<int:pk>/jaab/
        naabrid/teade/<int:pk>/kohal/
        naabrid/teade/<int:pk>/uuesti/
        naabrid/teade/<int:pk>/vaadatud/
        pakkumised/
        pakkumised/<str:ref>/
        postkast/
        postkast/kirjad/<uuid:external_id>/
        postkast/kirjad/<uuid:external_id>/uuesti/
        postkast/uus/<str:number>/
        registrid/
        registrid/esitatud/
        registrid/esitatud/<int:pk>/
        saatmised/<int:pk>/loobu/
        saatmised/<int:pk>/saadetud/
        saatmised/<int:pk>/uuesti/
        saatmised/uuesti/
        salvestised/
        salvestised/<str:ref>/
        salvestised/<str:ref>/ettepanekud/<int:pk>/
        salvestised/<str:ref>/uuesti/
        salvestised/lisa/
        soovitused/juhtum/<str:number>/mustand/
        soovitused/mustand/<int:pk>/keeldu/
        taotlused/
        taotlused/<str:ref>/failid/<str:file_ref>/
        taotlused/<str:ref>/kontroll/
        taotlused/<str:ref>/otsus.pdf
        taotlused/<str:ref>/otsus/
        taotlused/<str:ref>/otsus/kinnita/
        taotlused/<str:ref>/otsus/tagasi/
        taotlused/<str:ref>/registrid/
        valjamaksed/
        valjamaksed/<str:ref>/
        valjamaksed/<str:ref>/<str:verb>/
        valjamaksed/<str:ref>/nimekiri.<str:ending>
        valjamaksed/konto/<int:pk>/
        valjamaksed/kontomuudatus/<int:pk>/
        valjamaksed/tagasi/<str:ref>/
        veebihaagid/
        veebihaagid/ootel/<int:pk>/
        veebihaagid/ootel/<int:pk>/korvale/
        veebihaagid/ootel/<int:pk>/uuesti/
    """,
    WRITERS: """
        kusitud/<int:pk>/korvale/
        kusitud/<int:pk>/mustand/
        kusitud/<int:pk>/nimeta/
        kusitud/<int:pk>/uhenda/
        kusitud/<int:pk>/uuesti/
        kusitud/kysimus/<int:pk>/liiguta/
        vastused/
        vastused/<int:pk>/
        vastused/<int:pk>/vota-tagasi/
        vastused/mustand/<str:number>/
        vastused/uus/
        vormid/
        vormid/<str:ref>/
        vormid/<str:ref>/eksport/
        vormid/<str:ref>/proovi/
        vormid/<str:ref>/versioonid/
    """,
    READERS_OF_FIGURES: """
        ulevaade/
    """,
    # words as they were said, files as they came
    HANDLERS: """
        saabunud/<str:ref>/algkiri/
        salvestised/<str:ref>/algtekst/
        salvestised/<str:ref>/fail/
        salvestised/<str:ref>/kustuta/
    """,
    # the resource is another unit's: its officials, the counter and the administrator
    COUNTER: """
        broneeringud/<str:ref>/
        broneeringud/<str:ref>/<slug:verb>/
        broneeringud/ressursid/<slug:slug>/kalender/
        broneeringud/sari/<str:ref>/tyhista/
    """,
    OWNERS: """
        kirjad/sonastus/
        kirjad/sonastus/<str:name>/<str:language>/
        kirjad/sonastus/<str:name>/<str:language>/tagasi/
        maksed/<str:ref>/tagasi/
        suunamine/
        suunamine/<int:pk>/
        suunamine/<int:pk>/kustuta/
        suunamine/<int:pk>/nihuta/
        suunamine/uus/
        taotlused/vormid/<int:pk>/
        valjamaksed/konto/
    """,
    PUBLISHERS: """
        otsing/
        teadaanded/
        teadaanded/<str:ref>/
        teadaanded/<str:ref>/muuda/
        teadaanded/tellijad/
        teadaanded/uus/
        vormid/<str:ref>/kopeeri/
        vormid/uus/
    """,
    # the form is of a service that the service owner does not own
    EDITORS: """
        teadaanded/<str:ref>/<str:verb>/
        teadaanded/saatmata/
        vormid/<str:ref>/avalda/
        vormid/<str:ref>/import/
        vormid/<str:ref>/kusimus/<str:key>/
        vormid/<str:ref>/kustuta/
        vormid/<str:ref>/muuda/
        vormid/<str:ref>/pealkiri/
        vormid/<str:ref>/samm/
        vormid/<str:ref>/samm/<str:key>/
        vormid/<str:ref>/samm/<str:key>/lisa/
        vormid/<str:ref>/samm/<str:key>/lisa/<str:kind>/
        vormid/<str:ref>/sulge/
    """,
    # a list kept by the official alone
    ITS_MAKER: """
        vaated/<int:pk>/unusta/
    """,
    ADMINISTRATOR: """
        andmesoovid/
        andmesoovid/<str:ref>/
        broneeringud/nimekirjad/
        inimesed/
        inimesed/<int:pk>/
        inimesed/<int:pk>/eemalda/
        inimesed/<int:pk>/kinnitus/
        inimesed/<int:pk>/link/
        inimesed/kutse/<int:pk>/eemalda/
        inimesed/uksus/<int:pk>/
        inimesed/uksus/uus/
        inimesed/uus/
        oigused/
        oigused/muudatused/<int:pk>/<slug:verb>/
        oigused/rollid/<slug:role>/algseis/
        puudumised/<int:pk>/tyhista/
        kirjad/saatja/
        maksed/seaded/
        naabrid/<int:pk>/
        naabrid/<int:pk>/loe/
        naabrid/<int:pk>/teenused/
        naabrid/uus/
        otsing/alusta/
        postkast/seaded/
        postkast/seaded/mallid/<int:pk>/
        postkast/seaded/mallid/<int:pk>/kasutus/
        postkast/seaded/mallid/loe/
        postkast/seaded/mallid/uus/
        postkast/seaded/profiilid/
        postkast/seaded/proovi/
        postkast/seaded/uhendus/
        registrid/<str:key>/
        registrid/<str:key>/proovi/
        registrid/uhendus/
        sisselogimine/
        sisselogimine/<slug:ref>/
        sisselogimine/<slug:ref>/proovi/
        sisselogimine/uus/
        vaatamised/
        vaatamised/<str:ref>/
        vaatamised/andmejalgija/
        veebihaagid/<int:pk>/
        veebihaagid/<int:pk>/eemalda/
        veebihaagid/<int:pk>/lopeta-vana/
        veebihaagid/<int:pk>/muuda/
        veebihaagid/<int:pk>/proovi/
        veebihaagid/<int:pk>/saadetud/<int:delivery_id>/
        veebihaagid/<int:pk>/saadetud/<int:delivery_id>/uuesti/
        veebihaagid/<int:pk>/sisse/
        veebihaagid/<int:pk>/uuesti/
        veebihaagid/<int:pk>/valja/
        veebihaagid/<int:pk>/vota/
        veebihaagid/allikad/<str:ref>/
        veebihaagid/allikad/<str:ref>/lopeta-vana/
        veebihaagid/allikad/<str:ref>/muuda/
        veebihaagid/allikad/<str:ref>/vota/
        veebihaagid/allikad/uus/
        veebihaagid/uus/
    """,
}

SIGNED_IN = ("owner", "for_child", "stranger")
RESIDENTS = {
    # lists and forms: each sees what is theirs
    SIGNED_IN: """

        andmete-esitamine/
        broneeringud/
        broneeringud/kalender/
        kelle-eest/
        maksed/
        minu-andmed/
        minu-andmed/kustutamine/
        minu-andmed/seis/
        minu-andmed/valjavote/
        nousolekud/
        pakkumised/
        poordumised/
        taotlused/
        taotlused/alusta/<slug:slug>/
        vaatamised/
    """,
    # the child's application: a parent, in their own name or the child's
    ("owner", "for_child"): """
        taotlused/<str:ref>/
        taotlused/<str:ref>/failid/<str:file_ref>/
        taotlused/<str:ref>/kokkuvote/
        taotlused/<str:ref>/samm/<slug:key>/
        taotlused/<str:ref>/taotlus.pdf
        taotlused/<str:ref>/vasta/
        taotlused/<str:ref>/viska-ara/
        taotlused/<str:ref>/vota-tagasi/
    """,
    # Mari's own matters, and what she did for her other child
    ("owner",): """
        broneeringud/<str:key>/
        broneeringud/<str:key>/kalender.ics
        broneeringud/<str:key>/kinnita/
        broneeringud/<str:key>/muuda/
        broneeringud/<str:key>/tyhista/
        maksed/<str:ref>/
        maksed/<str:ref>/maksa/
        minu-andmed/<str:ref>/
        minu-andmed/<str:ref>/andmed.<str:kind>
        minu-andmed/<str:ref>/kustuta-failid/
        nousolekud/<str:ref>/
        pakkumised/<str:ref>/
        taotlused/<str:ref>/otsus.pdf
    """,
}
