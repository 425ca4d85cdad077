"""Parsing of letters: encodings, files, quotes and signatures in five languages, unsafe content."""

from __future__ import annotations

import base64
import io
import zipfile
from email.message import EmailMessage

import pytest

from raekoda.casework.letters import mail as out
from raekoda.casework.letters.models import Letter
from raekoda.channels.mailbox.reading.headers import decode_header, fingerprint
from raekoda.channels.mailbox.reading.markup import html_to_text
from raekoda.channels.mailbox.reading.parsing import parse
from raekoda.channels.mailbox.reading.trimming import trim, trim_own_quote
from tests.channels.mailbox.conftest import letter
from tests.shared_data import shared

FIRST = "Fusce bibendum"
"""Fixtures of email-reply-parser that begin with this have one paragraph of five lines; the rest is quoted."""
KNOWN_MISSES = {"email_15.txt"}
"""Text follows the signature of a phone: it is not removed."""


def test_share_of_reply_fixtures_that_are_trimmed_as_their_project_expects() -> None:
    folder = shared("email", "crisp-reply", "test", "fixtures")
    texts = {file.name: file.read_text() for file in sorted(folder.glob("*.txt"))}
    wanted = {name: "\n".join(text.split("\n")[:5]).strip() for name, text in texts.items() if text.startswith(FIRST)}
    missed = {name for name, text in wanted.items() if trim(texts[name]).text != text}
    assert len(wanted) > 40
    assert missed <= KNOWN_MISSES


QUOTED = {
    "et-gmail": "Kontakt Tartu linn (<linn@example.ee>) kirjutas kuupäeval E, 5. jaanuar 2026 kell 10:00:\n\n> Tere!\n",
    "et-thunderbird": "Tartu linn kirjutas 05.01.2026 kell 10:00:\n> Tere!\n",
    "et-outlook": "Saatja: Tartu <linn@example.ee>\nSaadetud: 5. jaanuar 2026 10:00\nAdressaat: Mari\nTeema: Vastus\n\nTere!",
    "et-forwarded": "-------- Edastatud kiri --------\nTeema: Vastus\n\nTere!",
    "en-gmail": "On Mon, Jan 5, 2026 at 10:00 AM Tartu linn <linn@example.ee>\nwrote:\n\n> Hello!\n",
    "en-outlook": "________________________________\nFrom: Tartu <linn@example.ee>\nSent: Monday 10:00\nTo: Mari\n\nHello",
    "en-original": "-----Original Message-----\nFrom: Tartu\nSubject: x\n\nHello",
    "ru-gmail": "пн, 5 янв. 2026 г. в 10:00, Tartu linn <linn@example.ee>:\n\n> Здравствуйте\n",
    "ru-thunderbird": "05.01.2026 10:00, Tartu linn пишет:\n> Здравствуйте\n",
    "ru-outlook": "От: Tartu <linn@example.ee>\nОтправлено: 5 января 2026 г. 10:00\nКому: Mari\nТема: Ответ\n\nЗдравствуйте",
    "de-gmail": "Am Mo., 5. Jan. 2026 um 10:00 Uhr schrieb Tartu linn <linn@example.ee>:\n\n> Guten Tag\n",
    "de-outlook": "Von: T <linn@example.ee>\nGesendet: Montag, 5. Januar 2026 10:00\nAn: Mari\nBetreff: AW: x\n\nGuten Tag",
    "fi-gmail": "ma 5. tammik. 2026 klo 10.00 Tartu linn (linn@example.ee) kirjoitti:\n\n> Hei\n",
    "fi-outlook": "Lähettäjä: T <linn@example.ee>\nLähetetty: 5. tammik. 2026 10.00\nVastaanottaja: Mari\nAihe: VS\n\nHei",
}
SIGNATURES = [
    "-- \nMari Maasikas\nNäidise OÜ", "Lugupidamisega\nMari Maasikas\n+372 5550 1234", "Tervitades,\nMari",
    "Parimate soovidega\nMari", "Saadetud minu iPhone'ist", "Best regards,\nMari", "Sent from my Samsung Galaxy",
    "Mit freundlichen Grüßen\nMari", "Von meinem iPhone gesendet", "С уважением,\nМария", "Отправлено с iPhone",
    "Ystävällisin terveisin\nMari", "Lähetetty iPhonesta",
]  # fmt: skip


@pytest.mark.parametrize("quoted", QUOTED.values(), ids=QUOTED)
@pytest.mark.parametrize("ended", ["\r\n", "\n"], ids=["crlf", "lf"])
def test_quoted_letters_are_left_out_and_kept_beside(quoted: str, ended: str) -> None:
    text = "Tere!\n\nPost on ikka veel pime, palun vaadake üle."
    found = parse(letter(f"{text}\n\n{quoted}").as_bytes().replace(b"\n", ended.encode()))
    trimmed = trim(found.text)
    assert trimmed.text == text
    assert quoted.split("\n")[0].strip() in trimmed.rest


@pytest.mark.parametrize("signature", SIGNATURES)
def test_signatures_are_left_out_and_kept_beside(signature: str) -> None:
    trimmed = trim(f"Palun helistage mulle.\n\n{signature}")
    assert trimmed.text == "Palun helistage mulle."
    assert trimmed.rest == signature.strip()


@pytest.mark.parametrize(
    "text",
    [
        "Teema: kuidas saada parkimisluba?", "Tänan vastuse eest!", "Lugupidamisega küsin, millal avatakse bassein.",
        "> Ainult tsitaat",
        "Sent from my heart\n\n" + "Pikk tekst, mis jätkub pärast seda rida ja räägib asjast edasi kaua. " * 3,
        "Kell: 10:00\nKoht: Raekoja plats\nMillal: homme", "Punktid:\n-- esimene\n-- teine",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert trim(text).text == text.strip()


def test_answers_between_the_lines_keep_the_lines() -> None:
    text = "Mari kirjutas 05.01.2026 kell 10:00:\n> Kas homme?\n\nJah.\n\n> Ja mis kell?\n\nKell kümme."
    assert trim(text).text == text


def test_trimming_takes_time_in_proportion() -> None:
    for line in (
        "> " * 200,
        "on " * 150,
        "From: a\n" * 3,
        "--- a ",
        "_" * 300,
        "a@b " * 90,
        "--",
        "Tervitades",
        "Tere:\n> x",
    ):
        trim("\n".join([line] * 3000))
        trim_own_quote("\n".join([line] * 3000), lambda line: False)


@pytest.mark.parametrize(
    ("header", "read"),
    [
        ("=?utf-8?q?T=C3=A4nav?= =?utf-8?q?avalgustus?=", "Tänavavalgustus"),
        ("=?utf-8?B?w6Q=?=\r\n =?utf-8?B?w7Y=?= x", "äö x"),
        ("=?utf-8?q?=C3?= =?utf-8?q?=A4?=", "ä"),
        ("=?iso-8859-4?q?=B9?=", "š"),
        ("=?koi8-r?B?8NLJ18XU?=", "Привет"),
        ("=?x-unknown?q?p=E4ike?=", "päike"),
        ("=?windows-1257?Q?=D0i=F0?= ja muu", "Šiš ja muu"),
        ("Lihtne =?vigane? tekst", "Lihtne =?vigane? tekst"),
    ],
)
def test_headers_in_any_coding(header: str, read: str) -> None:
    assert decode_header(header) == read


def test_text_in_a_wrong_coding_is_put_right() -> None:
    bare = b"From: a@example.ee\nSubject: P\xe4ike p\xf5leb\nContent-Type: text/plain; charset=us-ascii\n\n\xd5htul on \xf6\xf6"
    found = parse(bare)
    assert (found.subject, found.text) == ("Päike põleb", "Õhtul on öö")
    lying = b"From: a@example.ee\nContent-Type: text/plain; charset=utf-8\n\n" + "Привет, мир".encode("cp1251")
    assert parse(lying).text == "Привет, мир"


def test_names_of_files_by_every_standard() -> None:
    raw = b"\n".join([
        b"Content-Type: multipart/mixed; boundary=b", b"",
        b"--b", b"Content-Disposition: attachment; filename*=utf-8''avaldus%20t%C3%A4n.pdf", b"", b"%PDF-",
        b"--b", b"Content-Disposition: attachment; filename=\"=?utf-8?q?p=C3=A4ike.pdf?=\"", b"", b"%PDF-",
        b"--b", b"Content-Disposition: attachment; filename*0*=utf-8''pik; filename*1*=k%20nimi.pdf", b"", b"%PDF-",
        b"--b", b"Content-Type: application/pdf; name=\"../../etc/p\xe4ss.pdf\"", b"", b"%PDF-", b"--b--",
    ])  # fmt: skip
    assert [part.name for part in parse(raw).parts] == [
        "avaldus tän.pdf",
        "päike.pdf",
        "pikk nimi.pdf",
        "../../etc/päss.pdf",
    ]


def test_html_becomes_text_and_nothing_in_it_runs() -> None:
    markup = (
        "<html><head><title>x</title><style>p{}</style></head><body><p>Tere!</p><div>Esimene rida<br>teine</div>"
        "<script>alert(1)</script><p style='display:none'>peidetud</p><ul><li>a<li>b</ul><img src='cid:1' alt='pilt'>"
        "<img src='http://jalgija.example/x'><blockquote><p>Vana kiri</p></blockquote>&lt;b&gt;</body>"
    )
    assert html_to_text(markup) == "Tere!\n\nEsimene rida\nteine\n\n- a\n- b\n\n[pilt]\n\n> Vana kiri\n\n<b>"
    assert len(html_to_text("<div><blockquote>" * 50_000 + "x")) < 100


def test_the_plain_form_is_read_unless_it_is_empty() -> None:
    assert parse(letter("Lihtne", html="<p>Ilus</p>").as_bytes()).text == "Lihtne"
    assert parse(letter(" ", html="<p>Ilus</p>").as_bytes()).text == "Ilus"


def test_flowed_lines_are_joined() -> None:
    raw = "Content-Type: text/plain; format=flowed\n\nPikk rida \nmis murti\n> tsitaat \n> jätk\n-- \nMari".encode()
    assert parse(raw).text.startswith("Pikk rida mis murti\n> tsitaat")


def test_a_letter_in_the_letter_is_a_file_and_so_are_its_files(deliver) -> None:
    inner = letter("Sisemine kiri", Subject="Algne", files=[("plaan.pdf", "application/pdf", b"%PDF-1.4")])
    outer = letter("Vaadake palun")
    outer.add_attachment(inner)
    mail = deliver(outer)
    assert [each.name for each in mail.case.attachments.all()] == ["Algne.txt", "plaan.pdf"]
    assert "Sisemine kiri" in mail.case.attachments.first().file.read().decode()


def zipped(**files: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return output.getvalue()


DDOC = '<?xml version="1.0"?>\n<SignedDoc format="DIGIDOC-XML" version="1.3"><DataFile ContentType="EMBEDDED_BASE64" Filename="leping &amp; lisa.docx" Id="D0">AAAA</DataFile></SignedDoc>'  # noqa: E501
P7M = bytes.fromhex("30820100") + bytes.fromhex("06092a864886f70d010702") + b"\x00" * 200


def test_signed_documents_are_files_with_name_type_and_what_is_within(deliver) -> None:
    asice = zipped(mimetype=b"application/vnd.etsi.asic-e+zip", avaldus__pdf=b"%PDF-", plaan__dwg=b"x")
    mail = deliver(letter(files=[
        ("avaldus.asice", "application/vnd.etsi.asic-e+zip", asice), ("vana.bdoc", "application/x-bdoc", asice),
        ("leping.ddoc", "application/x-ddoc", DDOC.encode()), ("kiri.p7m", "application/pkcs7-mime", P7M),
    ]))  # fmt: skip
    attached = [(each.name, each.content_type) for each in mail.case.attachments.all()]
    assert attached == [
        ("avaldus.asice", "application/vnd.etsi.asic-e+zip"), ("vana.bdoc", "application/vnd.etsi.asic-e+zip"),
        ("leping.ddoc", "application/x-ddoc"), ("kiri.p7m", "application/pkcs7-mime"),
    ]  # fmt: skip
    assert [part["inside"] for part in mail.content.parts] == [
        ["avaldus.pdf", "plaan.dwg"], ["avaldus.pdf", "plaan.dwg"], ["leping & lisa.docx"], [],
    ]  # fmt: skip


def test_what_is_not_safe_is_named_and_stays_in_the_letter(deliver) -> None:
    bomb = zipped(pomm__txt=b"0" * 20_000_000)
    mail = deliver(letter(files=[
        ("viirus.exe", "application/octet-stream", b"MZ\x90\x00"), ("leht.html", "text/html", b"<script>alert(1)</script>"),
        ("pomm.zip", "application/zip", bomb), ("katki.png", "image/png", b"\x89PNG\r\n\x1a\n\x00\x00"),
    ]))  # fmt: skip
    assert mail.state == "case"
    assert not mail.case.attachments.exists()
    assert [(part["name"], part["kept"]) for part in mail.content.parts] == [
        ("viirus.exe", False), ("leht.html", False), ("pomm.zip", False), ("katki.png", False),
    ]  # fmt: skip
    assert all(part["words"] for part in mail.content.parts)
    assert mail.content.parts[2]["inside"] == ["pomm.txt"]
    assert b"viirus.exe" in bytes(mail.content.raw)


def test_a_picture_in_the_text_is_a_file_without_its_location(deliver) -> None:
    picture = shared("images", "exif-samples").rglob("DSCN0010.jpg")
    message = letter("Vaata pilti", html='<p>Vaata pilti <img src="cid:1" alt="auk"></p>')
    found = next(picture, None)
    assert found is not None
    message.get_payload()[1].add_related(found.read_bytes(), "image", "jpeg", cid="<1>", filename="auk.jpg")
    attached = deliver(message).case.attachments.get()
    assert (attached.name, attached.content_type) == ("auk.jpg", "image/jpeg")
    assert b"GPS" not in attached.file.read()


def test_outlooks_winmail_is_opened() -> None:
    def attribute(level: int, kind: int, name: int, data: bytes) -> bytes:
        head = bytes([level]) + name.to_bytes(2, "little") + kind.to_bytes(2, "little")
        return head + len(data).to_bytes(4, "little") + data + (sum(data) % 65536).to_bytes(2, "little")

    tnef = bytes.fromhex("789f3e220100") + attribute(1, 8, 0x9006, b"\x00\x00\x01\x00")
    tnef += attribute(2, 6, 0x9002, b"\x01\x00" + b"\x00" * 12)
    tnef += attribute(2, 1, 0x8010, b"leping.pdf\x00") + attribute(2, 6, 0x800F, b"%PDF-1.4 sisu")
    message = letter(files=[("winmail.dat", "application/ms-tnef", tnef)])
    assert [(part.name, part.content) for part in parse(message.as_bytes()).parts] == [("leping.pdf", b"%PDF-1.4 sisu")]
    broken = letter(files=[("winmail.dat", "application/ms-tnef", tnef[:40])])
    assert [part.name for part in parse(broken.as_bytes()).parts] == ["winmail.dat"]


def test_depth_and_number_of_parts_are_bounded() -> None:
    deep = b"x"
    for level in range(60):
        deep = (
            b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level) + deep + b"\n--b%d--\n" % level
        )
    assert parse(deep).left_out == 1
    many = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 5000 + b"--b--\n"
    assert parse(many).left_out > 4000


def test_a_fingerprint_names_the_writers_letter() -> None:
    message = EmailMessage()
    message["From"], message["Message-ID"] = "a@example.ee", "<1@example.ee>"
    message.set_content("sisu")
    raw = message.as_bytes()
    assert fingerprint(b"Received: x\n" + raw) == fingerprint(raw) == fingerprint(raw.replace(b"\n", b"\r\n"))
    assert fingerprint(raw) != fingerprint(raw.replace(b"sisu", b"muu"))
    assert fingerprint(base64.b64encode(raw)) != fingerprint(raw)
    assert fingerprint(b"Lamp ei pole") != fingerprint(b"Auk on tees")
    assert fingerprint(b"Subject: x\nX-Muu: 1") != fingerprint(b"Subject: x\nX-Muu: 2")


@pytest.mark.parametrize(
    ("header", "read"),
    [
        ("=?utf-8?q?Tänav?=".encode(), "Tänav"),
        ("=?utf-8?q?T=C3=A4n?= =?utf-8?q?äv?=".encode(), "Tänäv"),
        (b"=?iso-8859-1?q?P\xe4ike_p=F5leb?=", "Päike põleb"),
        ("=?iso-8859-1?q?Päike_põleb?=".encode(), "Päike põleb"),
        ("=?us-ascii?q?Õhtul_pime?=".encode(), "Õhtul pime"),
        ("=?koi8-r?q?Привет?=".encode(), "Привет"),
        ("=?iso-8859-1?q?Привет?=".encode(), "Привет"),
        ("=?utf-8?q?Tänav puhastada?=".encode(), "Tänav puhastada"),
    ],
)
def test_letters_that_an_encoded_word_holds_raw(header: bytes, read: str) -> None:
    assert parse(b"Subject: " + header + b"\n\nx").subject == read


@pytest.mark.parametrize("written", ["quoted-printable ", "Quoted-Printable\t", "quoted-printable;", '"quoted-printable"',
                                     "quoted-printable (with a comment)", "quoted_printable"])  # fmt: skip
def test_a_transfer_encoding_with_white_space_or_signs_around(written: str) -> None:
    raw = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {written}\n\nT=C3=A4nav=20on=\n pime"
    assert parse(raw.encode()).text == "Tänav on pime"
    encoded = written.lower().replace("quoted-printable", "base64").replace("quoted_printable", "base-64")
    raw = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoded}\n\nVMOkbmF2"
    assert parse(raw.encode()).text == "Tänav"


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("Jüri Õun <jüri@õunapuu.ee>", "jüri@xn--unapuu-oxa.ee"), ("<юрий@пример.рф>", "юрий@xn--e1afmkfd.xn--p1ai"),
        ("Jüri Õun <JÜRI@näide.ee>", "jüri@xn--nide-loa.ee"), ("'mari@example.ee' <'mari@example.ee'>", "mari@example.ee"),
    ],
)  # fmt: skip
def test_addresses_in_any_script_are_contacts_of_cases_and_get_letters(deliver, header: str, address: str) -> None:
    mail = deliver(
        f"From: {header}\nTo: linn@example.ee\nSubject: Lamp\nMessage-ID: <u@e.ee>\n\nLamp ei põle.".encode()
    )
    assert (mail.state, mail.case.contact.email) == ("case", address)
    assert out.compose(Letter.objects.get())["To"].addresses[0].addr_spec == address


def test_a_letter_attached_in_base64_is_read() -> None:
    inner = base64.encodebytes(letter("Sisemine kiri", Subject="Algne").as_bytes())
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n"
    raw += b"Content-Transfer-Encoding: base64\n\n" + inner + b"\n--b--\n"
    (part,) = parse(raw).parts
    assert part.name == "Algne.txt" and "Sisemine kiri" in part.content.decode()
