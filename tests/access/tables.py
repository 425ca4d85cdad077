"""Who opens what. At the desk: the permission that guards each path, and the roles that have each permission; what
residents open is listed by hand. A path or a permission that is in no list fails a test."""

from __future__ import annotations

EVERYONE = ("operator", "official", "service_owner", "editor", "analyst", "administrator")
HANDLERS = ("official", "service_owner")
FRONT = ("operator", *HANDLERS)
OWNERS = ("service_owner", "administrator")
PUBLISHERS = ("service_owner", "editor", "administrator")
ADMINISTRATOR = ("administrator",)
NOBODY: tuple[str, ...] = ()

ROLES = {
    EVERYONE: "assets.view cases.see_periods people.enter signin.own_factor",
    # content of cases: never the editor, the analyst and the administrator
    FRONT: """
        bookings.manage bookings.view calls.work cases.export cases.view channels.retry channels.view exchange.view
        mailbox.decide mailbox.view suggestions.decide suggestions.view
    """,
    HANDLERS: """
        applications.decide applications.handle applications.pay applications.view cases.answer cases.ask_in
        cases.break_glass cases.forward cases.write_templates exchange.look exchange.send payments.refund
        payments.view recordings.decide recordings.receive recordings.view registers.check_statement statebox.send
        statebox.view tracker.open_person
    """,
    ("official",): "mailbox.raw recordings.delete recordings.hear",
    ("operator", "official"): "webhooks.sort",
    # lists of states and figures without content
    (*FRONT, "administrator"): "deliveries.view open311.view",
    ("operator", "official", "administrator"): "webhooks.view",
    (*HANDLERS, "administrator"): "applications.enter deliveries.retry offers.view registers.view",
    (*HANDLERS, "analyst", "administrator"): "cases.see_figures",
    (*FRONT, "analyst", "administrator"): "calls.see_figures",
    # texts for the public
    (*FRONT, "editor", "administrator"): "assistant.view",
    (*HANDLERS, "editor", "administrator"): "answers.write assistant.manage_gaps forms.view",
    PUBLISHERS: "desk.see_search forms.design forms.publish notices.write",
    ("editor", "administrator"): "notices.publish",
    # setting up
    OWNERS: "applications.configure cases.route channels.word",
    ADMINISTRATOR: """
        bookings.configure channels.set_sender desk.start_embedding open311.manage_partners payments.configure
        people.manage registers.manage rights.decide signin.manage statebox.manage tracker.manage tracker.review
        webhooks.manage
    """,
}
"""Permissions by the roles that have them, where the municipality has changed no role."""

OPEN_AT_THE_DESK = """
    kutse/<str:token>/
    parool/<uidb64>/<token>/
    sisene/
    sisene/kinnita/
    valju/
"""
"""Signing in and out: guarded by no permission."""

GUARDED_OTHERWISE = {
    "parool/": EVERYONE,
}
"""Paths of the desk whose views look for themselves at who asks, with the roles that are let in."""

OF_ITS_OBJECT = {
    # the action "answer" and a draft need a case that one handles
    HANDLERS: """
        juhtum/<str:number>/<slug:name>/
        vastused/mustand/<str:number>/
    """,
    # the resource is of a unit, the call is of the front desk
    ("operator",): """
        broneeringud/<str:ref>/
        broneeringud/<str:ref>/<slug:verb>/
        broneeringud/ressursid/<slug:slug>/kalender/
        broneeringud/sari/<str:ref>/tyhista/
        telefon/kone/<str:ref>/
        telefon/kone/<str:ref>/lopp/
        telefon/kone/<str:ref>/seis/
        telefon/kone/<str:ref>/unusta/
        telefon/kone/<str:ref>/votan/
        telefon/lubadused/<str:ref>/
    """,
    # a recording without a case: who reads originals in the whole municipality
    ("official",): """
        salvestised/<str:ref>/
        salvestised/<str:ref>/ettepanekud/<int:pk>/
        salvestised/<str:ref>/uuesti/
    """,
    # the form and the notice are of a service that the service owner does not own
    ("editor", "administrator"): """
        teadaanded/<str:ref>/<str:verb>/
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
    # one's own absence (the analyst's), and any for the administrator
    ("analyst", "administrator"): """
        puudumised/<int:pk>/tyhista/
    """,
    # one's own second factor, once there is one: tests/identity/signin
    NOBODY: """
        seaded/kinnitus/eemalda/
    """,
}
"""Paths that fewer roles open than have the permission, because of the object that is asked for."""

OF_ITS_MAKER = {
    "vaated/<int:pk>/unusta/": "official",
}
"""Paths of what one member made for themselves, with the member."""

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
