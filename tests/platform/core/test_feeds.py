"""Feeds are well-formed whatever a text holds."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from raekoda.platform.core.feeds import Atom, Rss
from raekoda.platform.core.xml import xml_text

SPOILED = "Tee\x0b on\x00 kinni\x1f\ufffe \U0001f6a7"
SOUND = "Tee on kinni \U0001f6a7"


@pytest.mark.parametrize("kind", [Rss, Atom])
def test_texts_lose_what_xml_cannot_hold(kind: type[Rss] | type[Atom]) -> None:
    feed = kind(SPOILED, "https://naide.ee/", description=SPOILED, subtitle=SPOILED)
    feed.add_item(SPOILED, "https://naide.ee/1/", SPOILED, categories=[SPOILED], unique_id="1")
    root = ElementTree.fromstring(feed.writeString("utf-8"))
    texts = ["".join(element.itertext()) for element in root.iter() if element.tag.rpartition("}")[2] == "title"]
    assert texts == [SOUND, SOUND]
    assert SOUND in ElementTree.tostring(root, encoding="unicode").replace("&#128679;", "\U0001f6a7")


def test_line_ends_and_letters_of_any_script_stay() -> None:
    assert xml_text("Õun\t\r\nяблоко \U0001f34e\x08") == "Õun\t\r\nяблоко \U0001f34e"
