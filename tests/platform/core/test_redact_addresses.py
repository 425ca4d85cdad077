"""Addresses of homes: ways of writing them in three languages, and numbers after capitals that are none."""

from __future__ import annotations

import pytest

from raekoda.platform.core.redact import ADDRESS, CONTACTS, find, redact

FOUND = [
    "Elan [Riia 12-5] ja ootan.", "[Riia tn 12 korter 5] aken on katki.", "[Pikk tänav 3] ees on auk.",
    "[Pikal tänaval 3a] on prügi.", "Auk on [Kalda teel 20].", "Külas on [Männi talu, Lombi küla].",
    "Käisin [A. H. Tammsaare tee 47-12, Tallinn 12345].", "Prügi on [Rüütli 12] ees.", "[Turu 2] juures on auk.",
    "Tartu, [Raekoja plats 1]", "[Anne 57, Tartu 50703]", "Jaan, [Vaksali 17, 50410 Tartu]", "[Pärnu mnt 15]. Aitäh!",
    "[Narva maantee 5b] hoov", "elan [riia 12-5]", "Minu aadress on [pikk 3]", "[Ülikooli 18a], 3. korrus",
    "Auk [Turu tn 12] ees.", "I live at [Riia street 12, flat 5].", "The lamp at [12 Riia street] is broken.",
    "[ул. Рийа 12, кв. 5] течёт крыша", "Живу на [улице Анне 44-12].", "живу [рийа 12-5]",
]  # fmt: skip
STAY = [
    "Buss 12 hilines. Liin 5 ei tule.", "Jaanuar 12 oli külm. Juunis 2024 oli soe.", "Windows 10 ja Formula 1 ja COVID 19",
    "Tulime kell 12. Kell 12 tuli 5 inimest.", "Eesti 100 ja Tartu 2024", "Seis oli Eesti 3, Läti 2.",
    "Lapsi oli Tartus 12 ja Võrus 5.", "Paragrahv 12 lõige 5. Maja 5 katus lekib.", "Anna 5 eurot. Korter 12 naabrid karjuvad.",
    "Riia tänaval on auk. Meie talu on vana. Narva maantee on pikk.", "Telefon 112, § 52 lg 3, nr 2026-004217",
]  # fmt: skip


@pytest.mark.parametrize("marked", FOUND)
def test_an_address_is_found_whole(marked: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    found = [text[start:end] for _, start, end in find(text, {ADDRESS})]
    assert found == [piece.split("]")[0] for piece in marked.split("[")[1:]]
    assert redact(text, kinds=CONTACTS).text == text


@pytest.mark.parametrize("text", STAY)
def test_a_number_after_a_capital_may_be_no_address(text: str) -> None:
    assert redact(text, kinds={ADDRESS}).text == text
