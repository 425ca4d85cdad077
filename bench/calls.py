"""How soon a call opens at the desks: from the exchange's message to the event at every screen, and pages beside open screens.

    python bench/calls.py [--desks 20] [--calls 20] [--port 8000] [--logins var/demo-logins.json]

Needs the running demo (``make run``): signs in as its operator, opens the streams, and sends
signed messages as a phone exchange does. At the end Chromium signs in, and the time until the page of the ringing call stands
there is taken.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import statistics
import sys
import threading
import time
from pathlib import Path
from queue import Queue
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
STREAM, EVENTS, PAGE = "/toolaud/telefon/voog/", "/api/v1/calls/events", "/toolaud/telefon/riba/"
OPERATOR, EXTENSION = "tartu.operaator", "177"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--desks", type=int, default=20)
    parser.add_argument("--calls", type=int, default=20)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--logins", type=Path, default=Path("var/demo-logins.json"))
    options = parser.parse_args()
    told = json.loads(options.logins.read_text())
    login = next(each for each in told["logins"] if each["username"] == OPERATOR)
    with httpx.Client(
        base_url=f"http://127.0.0.1:{options.port}", headers={"Host": login["host"]}, timeout=60
    ) as client:
        sign_in(client, login)
        alone = pages(client)
        heard: Queue[tuple[str, float]] = Queue()
        for _ in range(options.desks):
            threading.Thread(target=listen, args=(options.port, login["host"], client, heard), daemon=True).start()
        for _ in range(options.desks):
            heard.get(timeout=60)
        beside = pages(client)
        first, last = calls(client, told["phone_exchange"], options, heard)
        opened = openings(client, login, told["phone_exchange"], options)
    print(f"{options.desks} desks, {options.calls} calls; seconds from the message sent to the event heard")
    for name, taken in (("first desk", first), ("last desk", last)):
        print(f"{name:<12} median {statistics.median(taken):.3f}  most {max(taken):.3f}")
    print(
        f"a page of the desk: {alone * 1000:.0f} ms alone, {beside * 1000:.0f} ms beside {options.desks} open screens"
    )
    print(f"page of the call in Chromium  median {statistics.median(opened):.2f} s  most {max(opened):.2f} s")


def sign_in(client: httpx.Client, login: dict[str, str]) -> None:
    client.get("/toolaud/sisene/")
    form = {
        "username": login["username"],
        "password": login["password"],
        "csrfmiddlewaretoken": client.cookies["csrftoken"],
    }
    origin = {"Origin": f"http://{login['host']}"}
    assert client.post("/toolaud/sisene/", data=form, headers=origin).status_code == 302


def pages(client: httpx.Client) -> float:
    """The median of twenty requests for a page, in seconds."""
    taken = []
    for _ in range(20):
        begun = time.perf_counter()
        assert client.get(PAGE).status_code == 200
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def listen(port: int, host: str, client: httpx.Client, heard: Queue[tuple[str, float]]) -> None:
    headers = {"Host": host, "Cookie": f"sessionid={client.cookies['sessionid']}"}
    with httpx.stream("GET", f"http://127.0.0.1:{port}{STREAM}", headers=headers, timeout=120) as response:
        for line in response.iter_lines():
            if line.startswith("data: "):
                heard.put((json.loads(line[6:]).get("kind", ""), time.perf_counter()))


def calls(
    client: httpx.Client, key: dict[str, str], options: argparse.Namespace, heard: Queue[Any]
) -> tuple[list[float], list[float]]:
    """Seconds until the first and until the last desk heard of each call."""
    first, last = [], []
    for number in range(options.calls):
        begun = time.perf_counter()
        report(client, key, "ringing", f"bench-{time.time()}-{number}")
        moments = [heard.get(timeout=60)[1] - begun for _ in range(options.desks)]
        first.append(min(moments)), last.append(max(moments))
    return first, last


def openings(
    client: httpx.Client, login: dict[str, str], key: dict[str, str], options: argparse.Namespace
) -> list[float]:
    """Seconds until the page of each call stands in the browser of the operator whose telephone rings."""
    from playwright.sync_api import sync_playwright

    from tests.browser import DESKTOP, FLAGS, chromium

    site, taken = f"http://{login['host'].partition(':')[0]}:{options.port}", []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport=DESKTOP, locale="et-EE")  # type: ignore[arg-type]
        page.goto(f"{site}/toolaud/sisene/?next=/toolaud/telefon/vahetus/")
        page.locator("#id_username").fill(login["username"])
        page.locator("#id_password").fill(login["password"])
        page.keyboard.press("Enter")
        page.get_by_label("Minu sisenumber").fill(EXTENSION)
        page.get_by_label("Minu sisenumber").press("Enter")
        for number in range(options.calls):
            page.goto(f"{site}/toolaud/telefon/")
            page.locator("#live[data-connected]").wait_for(state="attached")
            begun = time.perf_counter()
            caller = f"+372555{1000 + number}"
            report(client, key, "ringing", f"open-{time.time()}", number=caller, line="1789", operator=EXTENSION)
            page.locator("h1", has_text=f"{1000 + number}").wait_for()
            taken.append(time.perf_counter() - begun)
        browser.close()
    return taken


def report(client: httpx.Client, key: dict[str, str], event: str, call: str, **more: str) -> None:
    body, timestamp = json.dumps({"event": event, "call": call, **more}).encode(), str(int(time.time()))
    said = f"{timestamp}.{EVENTS}.".encode() + body
    signature = hmac.new(key["secret"].encode(), said, hashlib.sha256).hexdigest()
    headers = {"X-Raekoda-Key": key["key"], "X-Raekoda-Timestamp": timestamp, "X-Raekoda-Signature": signature}
    assert client.post(EVENTS, content=body, headers=headers).status_code == 200


if __name__ == "__main__":
    main()
