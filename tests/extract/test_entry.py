"""Entries whose page cannot be had, and wire stories, which bring their text."""

import pytest

from pipelines.extract import from_item
from pipelines.records import TextDepth


@pytest.mark.parametrize(
    ("fields", "depth", "text"),
    [
        ({"text": "First paragraph.\n\nSecond  paragraph."}, "full", "First paragraph.\nSecond paragraph."),
        ({"text": "It begins well and then […]", "summary": "Other"}, "summary", "It begins well and then […]"),
        ({"summary": "A summary."}, "summary", "A summary."),
        ({}, "headline", ""),
        ({"text": " \x00 ", "summary": "\ud800"}, "headline", ""),
    ],
)
def test_depth(entry, fields, depth, text):
    article = from_item(entry(**fields))
    assert (article.text_depth, article.text) == (TextDepth(depth), text)


def test_reserved_text_is_not_kept(entry):
    article = from_item(entry(text="All of it.", summary="Some of it."), headline_only=True)
    assert (article.text_depth, article.text) == (TextDepth.HEADLINE, "")


@pytest.mark.parametrize(
    ("fields", "origin"),
    [({}, "feed"), ({"provider": "The Outlet"}, "feed"), ({"version": "2"}, "wire"), ({"urgency": 3}, "wire")],
)
def test_origin(entry, fields, origin):
    article = from_item(entry(published_at="2025-06-02T12:00:00+03:00", published_offset_minutes=180, **fields))
    assert article.published_at.isoformat() == "2025-06-02T09:00:00+00:00"
    assert (article.published_offset_minutes, article.published_precision) == (180, "second")
    assert article.published_origin == origin


def test_no_time_is_invented(entry):
    article = from_item(entry(published_offset_minutes=60), flags=("soft_block:paywall",))
    assert (article.published_at, article.published_offset_minutes) == (None, None)
    assert (article.published_precision, article.published_origin) == (None, None)
    assert article.flags == ("soft_block:paywall", "no_date")


def test_an_entry_without_a_title_takes_its_first_line(entry):
    assert from_item(entry(title="", summary="Talks go on.\nMore.")).title == "Talks go on."
    assert len(from_item(entry(title="", summary="word " * 100)).title) <= 141


def test_language_of_the_entry(entry):
    article = from_item(entry(title="Переговори в Стамбулі тривають", language="ru"))
    assert (article.language, article.declared_language) == ("uk", "ru")
    assert "language_differs" in article.flags
