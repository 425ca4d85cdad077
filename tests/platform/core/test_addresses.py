"""E-mail and web addresses: no invisible signs, the domain in ASCII."""

from __future__ import annotations

import pytest
from django import forms

from raekoda.platform.core.addresses import ascii_email, ascii_url


class Addresses(forms.Form):
    email = forms.EmailField(required=False)
    link = forms.URLField(required=False, assume_scheme="https")
    name = forms.CharField(required=False)
    secret = forms.CharField(required=False, strip=False)


@pytest.mark.parametrize(
    "sign", ["\u200b", "\u200e", "\u202c", "\u202d", "\ufeff", "\u00ad", "\u2060", "\u200d", "\ufe0f"]
)
def test_invisible_signs_go_from_typed_addresses(sign: str) -> None:
    form = Addresses({"email": f"{sign}mari{sign}@naide.ee{sign}", "link": f"https://naide{sign}.ee/a"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["email"] == "mari@naide.ee"
    assert form.cleaned_data["link"] == "https://naide.ee/a"


def test_domains_become_ascii() -> None:
    assert ascii_email("jyri@õunapuu.ee") == "jyri@xn--unapuu-oxa.ee"
    assert ascii_email("jyri@ÕUNAPUU.ee") == "jyri@xn--unapuu-oxa.ee"
    assert ascii_url("https://õunapuu.ee:8443/õ?q=ä") == "https://xn--unapuu-oxa.ee:8443/õ?q=ä"
    form = Addresses({"email": "jyri@õunapuu.ee", "link": "https://почта.рф/"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["email"] == "jyri@xn--unapuu-oxa.ee"
    assert form.cleaned_data["link"].startswith("https://xn--")


@pytest.mark.parametrize("text", ["", "no address", "a@", "@b", "a@" + "õ" * 80 + ".ee", "a@õ..ee", "http://[õ"])
def test_what_is_no_address_stays_for_validation(text: str) -> None:
    assert ascii_email(text) == text
    assert ascii_url(text) == text


def test_names_are_cleaned_and_passwords_are_not() -> None:
    form = Addresses({"name": " Mari\u202e\u200b Ma\u00adasikas\u000b", "secret": " a\u200bb "})
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Mari Maasikas"
    assert form.cleaned_data["secret"] == " a\u200bb "
