"""The whole way of a question, on a real installation with its demo: a resident reports on a phone with a photo, staff
answer and publish, the next person finds the answer by search. Every page on the way is fit for everyone."""

from __future__ import annotations

import io
import json
import re
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from urllib.request import urlopen

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.axe import BOTH, fit_for_everyone
from tests.browser import DESKTOP, PATIENCE, PHONE
from tests.config.installation import Installation, until

pytestmark = [pytest.mark.browser, pytest.mark.process]

WORDS = "Lodjakoja juures on mõlemad kollased pollarid maha sõidetud. Helista 5550 1234."
ANSWER = "Pollarid pandi tagasi ja tugevdati. Aitäh teatamast!"


@pytest.fixture
def town(running: Installation) -> Installation:
    return running


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo of a phone that was held upright: it says where it was taken and that it lies on its side."""
    picture = Image.new("RGB", (1200, 900), "gold")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 12.0)})
    file = tmp_path / "IMG 0001 <b>.jpg"
    picture.save(file, exif=exif)
    return file


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Jätka").click()


def sign_in(page: Page, base: str, home: Path, role: str) -> None:
    logins = json.loads((home / "demo-logins.json").read_text())["logins"]
    login = next(each for each in logins if each["role"] == role and each["host"].startswith("tartu."))
    page.goto(f"{base}/toolaud/")
    fit_for_everyone(page)
    page.locator("#id_username").fill(login["username"])
    page.locator("#id_password").fill(login["password"])
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Pöördumised")


def test_from_the_first_word_to_the_answer_that_serves_the_next(
    town: Installation, browser: Browser, photo: Path
) -> None:
    base = f"http://localhost:{town.port}"
    resident = patient(browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="et-EE"))  # type: ignore[arg-type]
    number, status_link = report(resident, base, photo)
    staff = patient(browser.new_context(viewport=DESKTOP, locale="et-EE"))  # type: ignore[arg-type]
    sign_in(staff, base, town.folder, "official")
    answer_and_publish(staff, base, number)
    read_and_rate(resident, status_link)
    next_person = patient(browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="et-EE"))  # type: ignore[arg-type]
    find_by_search(next_person, base)
    until(lambda: number in letters_to("leelo.lepp@example.ee", town), "the letter with the number")


def patient(context: BrowserContext) -> Page:
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def letters_to(address: str, town: Installation) -> str:
    """Subjects and texts of all letters sent to ``address``."""
    read = [message_from_bytes(file.read_bytes(), policy=SMTP) for file in (town.folder / "outbox").glob("*.eml")]
    return "\n".join(
        f"{each['Subject']}\n{each.get_body(('plain',)).get_content()}" for each in read if each["To"] == address
    )


def report(page: Page, base: str, photo: Path) -> tuple[str, str]:
    """Say it, show the place, choose the subject, send. Returns the number and the private status link."""
    page.goto(f"{base}/")
    fit_for_everyone(page)
    page.get_by_role("link", name="Teata probleemist").first.click()
    page.locator("textarea[name=text]").press_sequentially(WORDS, delay=30)  # as people type: who is quicker is a robot
    page.set_input_files("input[name=photos]", str(photo))
    expect(page.locator(".rk-photos__name")).to_have_text(photo.name)
    fit_for_everyone(page)
    go_on(page)
    page.locator("input[name=address]").fill("Sõpruse silla kõrval")
    page.keyboard.press("Escape")
    fit_for_everyone(page)
    go_on(page)
    kept_as_written = page.get_by_role("button", name=re.compile("nagu ma selle kirjutasin|nii, nagu"))
    if page.url.endswith("/koht/") and kept_as_written.count():
        kept_as_written.click()
    expect(page.locator("h1")).to_have_text("Mida see puudutab?")
    fit_for_everyone(page)
    if page.get_by_text("Muud teemad").count():
        page.get_by_text("Muud teemad").click()
    page.get_by_label("Liikluskorraldus ja märgid").check()
    go_on(page)
    expect(page.locator("input[name=email]")).to_be_visible()
    page.locator("input[name=email]").fill("leelo.lepp@example.ee")
    fit_for_everyone(page)
    page.get_by_role("button", name="Saada teade").click()
    expect(page.locator("h1")).to_have_text("Aitäh! Teie teade on kohal")
    fit_for_everyone(page)
    return page.locator(".case-done__number strong").inner_text(), page.locator("#own-link").inner_text()


def answer_and_publish(page: Page, base: str, number: str) -> None:
    """Find the case by its number, look at it, answer it, check the draft for the question column and release it."""
    fit_for_everyone(page)
    page.goto(f"{base}/toolaud/juhtum/{number}/")
    expect(page.get_by_text("mõlemad kollased pollarid").first).to_be_visible()
    fit_for_everyone(page)
    whole_picture = page.locator("main a[href*='/manus/']").first.evaluate("link => link.href")
    received = Image.open(io.BytesIO(page.request.get(whole_picture).body()))
    assert received.height > received.width and not received.getexif()
    page.locator("#teen-vastan > summary").click()
    page.get_by_label("Vastus saatjale").fill(ANSWER)
    page.locator("#teen-vastan input[name=publish]").check()
    page.get_by_role("button", name="Saada vastus ja lõpeta").click()
    if "/vastused/" not in page.url:
        page.goto(f"{base}/toolaud/juhtum/{number}/")
        page.locator("a[href*='/toolaud/vastused/']").last.click()
    question = page.locator("textarea[name=question]")
    expect(question).to_have_value(re.compile("kollased pollarid"))
    assert "5550" not in question.input_value()
    fit_for_everyone(page)
    page.locator("button[name=release]").click()
    if page.locator("input[name=accept_findings]").count():
        page.locator("input[name=accept_findings]").check()
        page.locator("button[name=release]").click()
    expect(page.get_by_text("avaldatud").first).to_be_visible()


def read_and_rate(page: Page, status_link: str) -> None:
    page.goto(status_link)
    expect(page.get_by_text(ANSWER)).to_be_visible()
    fit_for_everyone(page)
    page.locator("input[name=score][value='5']").check(force=True)
    page.locator(
        "form:has(input[name=score]) button[type=submit], form:has(input[name=score]) button:not([type])"
    ).first.click()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    fit_for_everyone(page)


def find_by_search(page: Page, base: str) -> None:
    page.goto(f"{base}/")
    page.locator("input[name=q]").first.fill("pollarit maha sõitnud")
    page.keyboard.press("Enter")
    page.wait_for_url("**/otsi/**")
    fit_for_everyone(page)
    page.locator("main a[href*='/vastused/']").first.click()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    assert "5550" not in page.content() and "leelo" not in page.content().lower()
    fit_for_everyone(page)


def test_every_public_page_kind_is_fit_for_everyone(town: Installation, phone: Page) -> None:
    base = f"http://localhost:{town.port}"
    paths = ["/", "/en/", "/ru/", "/teenused/", "/teenused/tanavavalgustus/", "/teemad/loodus/", "/otsi/?q=lamp", "/teata/",
             "/kysi/", "/teated/", "/vastused/", "/abiline/", "/ru/abiline/", "/en/teata/", "/ru/teated/",
             "/ei-ole-olemas/"]  # fmt: skip
    for path in paths:
        phone.goto(base + path)
        fit_for_everyone(phone, sizes=BOTH)


def test_the_other_municipality_has_its_own(town: Installation, phone: Page) -> None:
    phone.goto(f"http://elva.localhost:{town.port}/")
    assert "Elva vald" in phone.title() or "Elva vald" in phone.content()
    phone.goto(f"http://elva.localhost:{town.port}/teenused/parkimissoodustus/")
    assert "Parkimissoodustus" not in phone.content()


def test_the_integrators_doors_are_open(town: Installation) -> None:
    with urlopen(f"http://127.0.0.1:{town.port}/open311/v2/services.json") as answer:
        assert len(json.load(answer)) >= 13
    with urlopen(f"http://127.0.0.1:{town.port}/api/v1/openapi.json") as answer:
        assert json.load(answer)["openapi"].startswith("3.")
