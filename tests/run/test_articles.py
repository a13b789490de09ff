"""`trucewatch article` over the two press days: found by id and by address, shown with its history, or said why not."""

import json

import pytest

pytestmark = pytest.mark.slow

PUT_BACK = "bogazgundemi.example/ekonomi/istanbul-otelleri-mayista-doldu-301880"


@pytest.mark.parametrize("asked", [f"https://www.{PUT_BACK[:-3].upper()}", f"http://m.{PUT_BACK}/?utm_source=x"])
def test_an_article_is_found_by_any_form_of_its_address(two_days, asked):
    said = json.loads(two_days.call("article", asked, "--json"))
    assert [(step["returns"], step["title_changed"], bool(step.get("edits"))) for step in said["history"]] == [
        (False, False, False),
        (False, True, True),
        (True, True, True),
    ]
    assert "<del>Dolmabahçe</del> <ins>Yıldız</ins>" in said["history"][1]["edits"]["text"]["html"]
    assert said["history"][0]["text"] == said["history"][2]["text"]


def test_and_by_its_id_or_what_its_feed_calls_it(two_days):
    said = json.loads(two_days.call("article", "TC20925", "--json"))
    assert said["url"].endswith("/cms/show.php/20925")
    assert {(each["kind"], each["what"]) for each in said["history"][1]["changes"]} >= {
        ("amount", "40 places"),
        ("amount", "14 places"),
    }
    text = two_days.call("article", said["article_id"][:10])
    assert "draws [-300-]{+130+}" in text
    assert "− 40 places" in text


def test_what_is_not_one_article_is_said_in_three_lines(two_days):
    killed = two_days.rows("select article_id from article_heads where killed order by 1 limit 1")[0]["article_id"]
    for asked, why in (
        ("http://harbour-post.example/world/", "articles may be meant"),
        (killed, "was killed"),
        ("\x1b[31m'; --", "No article is held"),
    ):
        lines = two_days.call("article", asked, code=4).strip().splitlines()
        assert why in lines[0], lines
        assert len(lines) == 3
        assert "\x1b" not in lines[0]
