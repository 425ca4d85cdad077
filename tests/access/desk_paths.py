"""Every path of the desk, by the permission that guards it."""

from __future__ import annotations

PATHS = {
    "answers.write": """
        vastused/
        vastused/<int:pk>/
        vastused/<int:pk>/vota-tagasi/
        vastused/mustand/<str:number>/
        vastused/uus/
    """,
    "applications.configure": """
        taotlused/vormid/<int:pk>/
        valjamaksed/konto/
    """,
    "applications.decide": """
        taotlused/<str:ref>/otsus/kinnita/
        taotlused/<str:ref>/otsus/tagasi/
    """,
    "applications.enter": """
        taotlused/
    """,
    "applications.handle": """
        taotlused/<str:ref>/kontroll/
        taotlused/<str:ref>/registrid/
    """,
    "applications.pay": """
        valjamaksed/
        valjamaksed/<str:ref>/
        valjamaksed/<str:ref>/<str:verb>/
        valjamaksed/<str:ref>/nimekiri.<str:ending>
        valjamaksed/konto/<int:pk>/
        valjamaksed/kontomuudatus/<int:pk>/
        valjamaksed/tagasi/<str:ref>/
    """,
    "applications.view": """
        taotlused/<str:ref>/failid/<str:file_ref>/
        taotlused/<str:ref>/otsus.pdf
        taotlused/<str:ref>/otsus/
    """,
    "assets.view": """
        kohad/<slug:slug>/sildid/
        kohad/soovitused/
        koht/<slug:ref>/
    """,
    "assistant.manage_gaps": """
        kusitud/<int:pk>/korvale/
        kusitud/<int:pk>/mustand/
        kusitud/<int:pk>/nimeta/
        kusitud/<int:pk>/uhenda/
        kusitud/<int:pk>/uuesti/
        kusitud/kysimus/<int:pk>/liiguta/
    """,
    "assistant.view": """
        kusitud/
        kusitud/<int:pk>/
        kusitud/tabel.csv
    """,
    "bookings.configure": """
        broneeringud/nimekirjad/
    """,
    "bookings.manage": """
        broneeringud/<str:ref>/<slug:verb>/
        broneeringud/kinni/
        broneeringud/sari/
        broneeringud/sari/<str:ref>/tyhista/
        broneeringud/uus/
    """,
    "bookings.view": """
        broneeringud/
        broneeringud/<str:ref>/
        broneeringud/otsustada/
        broneeringud/ressursid/
        broneeringud/ressursid/<slug:slug>/kalender/
    """,
    "calls.see_figures": """
        telefon/arvud.csv
        telefon/arvud/
    """,
    "calls.work": """
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
    """,
    "cases.answer": """
        soovitused/juhtum/<str:number>/mustand/
        soovitused/mustand/<int:pk>/keeldu/
    """,
    "cases.ask_in": """
        juhtum/<str:number>/kaasatud/<int:pk>/lopeta/
    """,
    "cases.break_glass": """
        juhtum/<str:number>/erandkord/
    """,
    "cases.export": """
        valjavote.csv
    """,
    "cases.forward": """
        naabrid/<int:pk>/kysi/
        naabrid/anna/<str:number>/
        naabrid/teade/<int:pk>/jaab/
        naabrid/teade/<int:pk>/kohal/
        naabrid/teade/<int:pk>/uuesti/
        naabrid/teade/<int:pk>/vaadatud/
    """,
    "cases.route": """
        suunamine/
        suunamine/<int:pk>/
        suunamine/<int:pk>/kustuta/
        suunamine/<int:pk>/nihuta/
        suunamine/uus/
    """,
    "cases.see_figures": """
        ulevaade/
    """,
    "cases.see_periods": """
        tahtajad/
    """,
    "cases.view": """
        juhtum/<str:number>/
        juhtum/<str:number>/<slug:name>/
        juhtum/<str:number>/otsi/
        juhtum/<str:number>/saatja/
        kaart.geojson
        manus/<str:ref>/
        manus/<str:ref>/pisipilt/
        otsi/
        vaated/
        vaated/<int:pk>/unusta/
    """,
    "cases.write_templates": """
        mallid/
        mallid/<int:pk>/
        mallid/<int:pk>/kustuta/
        mallid/uus/
    """,
    "channels.retry": """
        kirjad/<int:pk>/uuesti/
    """,
    "channels.set_sender": """
        kirjad/saatja/
    """,
    "channels.view": """
        kirjad/
        kirjad/<int:pk>/
    """,
    "channels.word": """
        kirjad/sonastus/
        kirjad/sonastus/<str:name>/<str:language>/
        kirjad/sonastus/<str:name>/<str:language>/tagasi/
    """,
    "deliveries.retry": """
        saatmised/<int:pk>/loobu/
        saatmised/<int:pk>/saadetud/
        saatmised/<int:pk>/uuesti/
        saatmised/uuesti/
    """,
    "deliveries.view": """
        saatmised/
        saatmised/<int:pk>/
    """,
    "desk.see_search": """
        otsing/
    """,
    "desk.start_embedding": """
        otsing/alusta/
    """,
    "exchange.look": """
        dokumendid/<str:ref>/kapsel/
        dokumendid/<str:ref>/kapsel/fail/
    """,
    "exchange.send": """
        dokumendid/<str:ref>/uuesti/
        dokumendid/uus/
    """,
    "exchange.view": """
        dokumendid/
        dokumendid/<str:ref>/
    """,
    "forms.design": """
        vormid/<str:ref>/import/
        vormid/<str:ref>/kopeeri/
        vormid/<str:ref>/kusimus/<str:key>/
        vormid/<str:ref>/kustuta/
        vormid/<str:ref>/muuda/
        vormid/<str:ref>/pealkiri/
        vormid/<str:ref>/samm/
        vormid/<str:ref>/samm/<str:key>/
        vormid/<str:ref>/samm/<str:key>/lisa/
        vormid/<str:ref>/samm/<str:key>/lisa/<str:kind>/
        vormid/uus/
    """,
    "forms.publish": """
        vormid/<str:ref>/avalda/
        vormid/<str:ref>/sulge/
    """,
    "forms.view": """
        vormid/
        vormid/<str:ref>/
        vormid/<str:ref>/eksport/
        vormid/<str:ref>/proovi/
        vormid/<str:ref>/versioonid/
    """,
    "mailbox.decide": """
        saabunud/<str:ref>/ara/
        saabunud/<str:ref>/lisa/
        saabunud/<str:ref>/poordumiseks/
        saabunud/<str:ref>/uuesti/
    """,
    "mailbox.raw": """
        saabunud/<str:ref>/algkiri/
    """,
    "mailbox.view": """
        saabunud/
        saabunud/<str:ref>/
    """,
    "notices.publish": """
        teadaanded/saatmata/
    """,
    "notices.write": """
        teadaanded/
        teadaanded/<str:ref>/
        teadaanded/<str:ref>/<str:verb>/
        teadaanded/<str:ref>/muuda/
        teadaanded/tellijad/
        teadaanded/uus/
    """,
    "offers.view": """
        pakkumised/
        pakkumised/<str:ref>/
    """,
    "open311.manage_partners": """
        naabrid/<int:pk>/
        naabrid/<int:pk>/loe/
        naabrid/<int:pk>/teenused/
        naabrid/uus/
    """,
    "open311.view": """
        naabrid/
    """,
    "payments.configure": """
        maksed/seaded/
    """,
    "payments.refund": """
        maksed/<str:ref>/tagasi/
    """,
    "payments.view": """
        maksed/
        maksed/<str:ref>/
    """,
    "people.enter": """

        seaded/
        puudumised/
        puudumised/<int:pk>/tyhista/
    """,
    "people.manage": """
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
    """,
    "recordings.decide": """
        salvestised/<str:ref>/ettepanekud/<int:pk>/
    """,
    "recordings.delete": """
        salvestised/<str:ref>/kustuta/
    """,
    "recordings.hear": """
        salvestised/<str:ref>/algtekst/
        salvestised/<str:ref>/fail/
    """,
    "recordings.receive": """
        salvestised/lisa/
    """,
    "recordings.view": """
        salvestised/
        salvestised/<str:ref>/
        salvestised/<str:ref>/uuesti/
    """,
    "registers.check_statement": """
        registrid/esitatud/
        registrid/esitatud/<int:pk>/
    """,
    "registers.manage": """
        registrid/<str:key>/
        registrid/<str:key>/proovi/
        registrid/uhendus/
    """,
    "registers.view": """
        registrid/
    """,
    "rights.decide": """
        andmesoovid/
        andmesoovid/<str:ref>/
    """,
    "signin.manage": """
        sisselogimine/
        sisselogimine/<slug:ref>/
        sisselogimine/<slug:ref>/proovi/
        sisselogimine/uus/
    """,
    "signin.own_factor": """
        seaded/kinnitus/
        seaded/kinnitus/eemalda/
        seaded/kinnitus/koodid/
        seaded/kinnitus/rakendus/
        seaded/kinnitus/voti/
    """,
    "statebox.manage": """
        postkast/seaded/
        postkast/seaded/mallid/<int:pk>/
        postkast/seaded/mallid/<int:pk>/kasutus/
        postkast/seaded/mallid/loe/
        postkast/seaded/mallid/uus/
        postkast/seaded/profiilid/
        postkast/seaded/proovi/
        postkast/seaded/uhendus/
    """,
    "statebox.send": """
        postkast/kirjad/<uuid:external_id>/uuesti/
        postkast/uus/<str:number>/
    """,
    "statebox.view": """
        postkast/
        postkast/kirjad/<uuid:external_id>/
    """,
    "suggestions.decide": """
        soovitused/<int:pk>/keeldu/
        soovitused/<int:pk>/vota/
    """,
    "suggestions.view": """
        soovitused/
        soovitused/juhtum/<str:number>/
    """,
    "tracker.manage": """
        vaatamised/andmejalgija/
    """,
    "tracker.open_person": """
        isikud/
        isikud/<str:ref>/
    """,
    "tracker.review": """
        vaatamised/
        vaatamised/<str:ref>/
    """,
    "webhooks.manage": """
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
    "webhooks.sort": """
        veebihaagid/ootel/<int:pk>/
        veebihaagid/ootel/<int:pk>/korvale/
        veebihaagid/ootel/<int:pk>/uuesti/
    """,
    "webhooks.view": """
        veebihaagid/
    """,
}
