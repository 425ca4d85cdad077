"""The first letter of a person is a case with all its words; only replies are read without quotations and signature."""

from __future__ import annotations

import pytest
from django.test import Client

from raekoda.casework.letters import mail as out
from raekoda.casework.letters.models import Letter
from raekoda.channels.mailbox.models import Box
from raekoda.platform.core.models import Municipality
from tests.channels.mailbox.conftest import PERSON, letter, reply_to
from tests.shared_data import shared

WRITTEN = {
    "a24_tervitusi": ("Soovin teada, millal koristatakse lund Riia tänaval.", "Meil on siin vanurid.", "Jüri"),
    "a01_dashes": ("1. auk teekattes", "2. tänavavalgusti ei põle", "Palun parandage ära. Lugupidamisega Mari"),
    "a06_quote_end": ("Palun selgitage", "> Jäätmeid veetakse esmaspäeviti, v.a pühad."),
    "a03_fw_nosubj": ("Kas see on seaduslik?", "From: KÜ Riia 5", "Teie prügikonteiner viiakse ära, sest te ei maksa."),
    "a23_replyall_self": ("Kodulehe vana vorm saadab linna enda aadressilt, vastus kodanikule.",),
}
FIRST = {
    "postscript": "Tere!\n\nPost on pime.\n\nLugupidamisega\nMari\n\nPS. Helistage pärast kella viit, siis olen kodus.",
    "form": "Tere\n\nSaatja: Mari Maasikas\nKuupäev: 5. mai\nTeema: prügi\n\nKonteiner on täis.",
    "rule": "Tere\n--- Esimene mure ---\nAuk teel.\n--- Teine mure ---\nLamp ei põle.",
    "greeting": "Parimate soovidega\n\nkirjutan Teile, sest buss ei tulnud.\n\nMari",
    "signature": "Lamp ei põle.\n\n-- \nMari Maasikas\nRiia 5\n+372 5550 1234",
    "telephone": "Lamp ei põle.\n\nSaadetud minu iPhone'ist",
    "neighbour": "Naaber kirjutas:\n\nOn Mon, Jan 5, 2026 at 10:00 AM Jüri <juri@example.com> wrote:\n\n> Ära pargi siia!",
    "outlook": "Mida teha?\n\nFrom: KÜ <ky@example.com>\nSent: Monday 10:00\nTo: Mari\nSubject: Arve\n\nMakske 500 eurot.",
    "between": "> Kas luba on vaja?\nJah, nii te kirjutasite.\n> Kui kaua?\nKas endiselt kuu?",
    "russian": "Здравствуйте!\n\nС уважением\n\nпрошу убрать снег на улице Рийа.\n\nП.С. Звоните вечером.",
    "rules": "Kaks muret:\n__\nauk\n__\nlamp\n\n________________\nMari",
}  # fmt: skip


@pytest.fixture
def tartu_box(municipality: Municipality) -> Box:
    return Box.objects.create(municipality=municipality, address="tartu.linn@example.ee", name="Tartu")


@pytest.mark.parametrize("name", WRITTEN)
def test_given_letters_are_cases_with_every_word(deliver, tartu_box: Box, name: str) -> None:
    mail = deliver(shared("faults", "mail", f"{name}.eml").read_bytes(), box=tartu_box)
    assert (mail.state, mail.content.trimmed) == ("case", "")
    text = mail.case.messages.get().text
    assert all(words in text for words in WRITTEN[name])
    expected = "kodanik@naide.example.ee" if name.startswith("a23") else f"mari.{name}@naide.example.ee"
    assert mail.case.contact.email == expected


@pytest.mark.parametrize("text", FIRST.values(), ids=FIRST)
def test_nothing_of_a_first_letter_is_hidden(deliver, text: str) -> None:
    mail = deliver(letter(text))
    assert mail.state == "case"
    assert (mail.case.messages.get().text, mail.content.trimmed) == (text.strip(), "")


def test_only_the_quotation_of_our_own_letter_is_hidden_and_can_be_unfolded_on_the_case(deliver, desk: Client) -> None:
    quoted = "Saatja: Linn <linn@example.ee>\nSaadetud: 5. jaanuar 2026\nAdressaat: Mari\nTeema: Vastus\n\nVana vastus."
    mail = deliver(letter(f"Uus mure: post on viltu.\n\n{quoted}"))
    assert (mail.case.messages.get().text, mail.content.trimmed) == ("Uus mure: post on viltu.", quoted)
    shown = desk.get(f"/toolaud/juhtum/{mail.case.number}/").text
    assert "Vana vastus." in shown[shown.index("mb-title") :]


def test_words_below_the_quotation_of_our_letter_are_not_hidden(deliver) -> None:
    quoted = "05.01.2026 10:00, Linn <linn@example.ee> kirjutas:\n> Vana vastus."
    mail = deliver(letter(f"{quoted}\n\nSee vastus ei aidanud: post on viltu."))
    assert "See vastus ei aidanud: post on viltu." in mail.case.messages.get().text
    bottom = deliver(
        letter("Tere\n\nFrom: Linn <linn@example.ee>\nTo: Mari\n> Vana.\n\nPS. Ikka.", Message_ID="<2@e.ee>")
    )
    assert "PS. Ikka." in bottom.case.messages.get().text


def test_what_others_wrote_below_our_letter_is_not_hidden(deliver) -> None:
    ours = "From: Linn <linn@example.ee>\nSent: Monday\nTo: KÜ <ky@example.com>\nSubject: Vastus\n\nVana vastus."
    theirs = "From: KÜ <ky@example.com>\nSent: Sunday\nTo: Mari\nSubject: Arve\n\nMakske 500 eurot."
    mail = deliver(letter(f"Kas see on seaduslik?\n\n{ours}\n\n{theirs}"))
    assert mail.case.messages.get().text == f"Kas see on seaduslik?\n\n{theirs}"
    assert mail.content.trimmed == ours


def test_a_letter_that_only_mentions_our_address_is_whole(deliver) -> None:
    text = "--- Minu varasem kiri ---\nSaatsin selle aadressile linn@example.ee, aga vastust ei ole."
    assert deliver(letter(f"Tere!\n{text}")).case.messages.get().text == f"Tere!\n{text}"


def test_replies_are_trimmed_and_their_postscript_is_not(deliver) -> None:
    case = deliver(letter()).case
    sent = Letter.objects.get()
    assert deliver(reply_to(sent, "Maja 5.\n\nLugupidamisega\nMari")).state == "reply"
    assert case.messages.last().text == "Maja 5."
    deliver(reply_to(sent, "Kolmas post.\n\nLugupidamisega\nMari\n\nPS. Koer on lahti, helistage enne."))
    assert "PS. Koer on lahti, helistage enne." in case.messages.last().text
    deliver(reply_to(sent, "Mida tähendab see lause:\n\n> Jäätmeid veetakse esmaspäeviti."))
    assert "> Jäätmeid veetakse esmaspäeviti." in case.messages.last().text
    deliver(
        reply_to(sent, "Mured:\n--\n1. auk teekattes\n2. tänavavalgusti ei põle\n--\nPalun parandage ära see kõik.")
    )
    assert "1. auk teekattes" in case.messages.last().text and "Palun parandage" in case.messages.last().text


def test_staff_add_a_strangers_reply_trimmed_and_make_its_case_whole(deliver, official) -> None:
    from raekoda.channels.mailbox import actions

    case = deliver(letter()).case
    text = "Mari, tööaadressilt.\n\nLugupidamisega\nMari"
    mail = deliver(reply_to(Letter.objects.get(), text, sender="mari@too.example.ee"))
    assert mail.reason == "stranger"
    actions.add_to_case(mail, case, actor=official)
    assert case.messages.last().text == "Mari, tööaadressilt."
    other = deliver(reply_to(Letter.objects.get(key__startswith="received:"), text + "!", sender="m2@too.example.ee"))
    assert "Lugupidamisega\nMari!" in actions.make_case(other, actor=official).messages.first().text


def test_a_form_in_our_name_is_a_case_of_the_person_named_to_answer(deliver, box: Box) -> None:
    mail = deliver(letter(From="Linn <linn@example.ee>", Reply_To=PERSON))
    assert (mail.state, mail.case.contact.email, mail.case.contact.name) == (
        "case", "mari.maasikas@example.ee", "Mari Maasikas",
    )  # fmt: skip
    assert Letter.objects.get().to == "mari.maasikas@example.ee"
    bare = deliver(letter(From="Linn <linn@example.ee>", Reply_To="kodanik@example.com", Message_ID="<2@e.ee>"))
    assert (bare.case.contact.email, bare.case.contact.name) == ("kodanik@example.com", "")
    own = deliver(letter(From="Linn <linn@example.ee>", Reply_To="linn+abc@example.ee", Message_ID="<3@e.ee>"))
    assert (own.state, own.reason) == ("automatic", "own")
    ours = out.compose(Letter.objects.first())
    ours.replace_header("Reply-To", "kodanik@example.com")
    assert deliver(ours).reason == "own"


def test_a_reply_with_a_file_and_no_words_has_its_file(deliver) -> None:
    case = deliver(letter()).case
    message = reply_to(Letter.objects.get(), "")
    message.add_attachment(b"%PDF-1.4 x", maintype="application", subtype="pdf", filename="plaan.pdf")
    mail = deliver(message)
    assert mail.state == "reply"
    assert case.messages.last().text == "(Kirjas ei ole teksti.)"
    assert case.messages.last().attachments.get().name == "plaan.pdf"
    assert "kirjutas Tartu linn" in mail.content.trimmed


def test_a_damaged_picture_is_named_on_the_case(deliver, desk: Client) -> None:
    damaged = ("photo.jpg", "image/jpeg", b"\xff\xd8\xff\xe0" + b"\x00" * 40)
    mail = deliver(letter(files=[damaged, ("", "image/png", b"")]))
    shown = desk.get(f"/toolaud/juhtum/{mail.case.number}/").text
    assert "photo.jpg ei olnud loetav; algkiri on alles." in mail.case.messages.last().text
    assert "photo.jpg ei olnud loetav; algkiri on alles." in shown[shown.index("mb-title") :]
    assert [part["name"] for part in mail.content.parts] == ["photo.jpg", "image.png"]
    assert b"photo.jpg" in bytes(mail.content.raw)
