"""Ordinary news that is about neither the war nor the talks: it is not taken for them, and names nobody who is not there.

The texts are those of bench/texts, written for the benchmark. An entry says who of the pack is named in it; its label is
`no` where it does not say otherwise.
"""

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

TEXTS = Path(__file__).parents[2] / "bench" / "texts"
PUBLISHED = datetime(2025, 5, 17, 12, tzinfo=UTC)
LANGUAGES = ("cs", "de", "en", "fr", "pl", "ru", "tr", "uk")
ARTICLES_A_LANGUAGE = 5
FEWEST_WORDS, MOST_WORDS = 350, 600


@lru_cache(maxsize=len(LANGUAGES))
def articles(language):
    return yaml.load((TEXTS / f"{language}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@pytest.fixture(
    scope="module",
    params=[(language, number) for language in LANGUAGES for number in range(ARTICLES_A_LANGUAGE)],
    ids=lambda case: f"{case[0]}-{case[1] + 1}",
)
def tagged(request, tagger):
    """One article with its tags; each is tagged once."""
    language, number = request.param
    article = articles(language)[number]
    tags = tagger.tag(title=article["title"], text=article["text"], language=language, published_at=PUBLISHED)
    return article, tags


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_articles(language):
    assert len(articles(language)) == ARTICLES_A_LANGUAGE
    for article in articles(language):
        assert FEWEST_WORDS <= len(article["text"].split()) <= MOST_WORDS, article["title"]
        assert article["text"].count("\n\n") > 2, article["title"]


def test_it_is_not_about_the_talks(tagged):
    article, tags = tagged
    assert tags.relevance.label == article.get("label", "no"), tags.relevance


def test_nobody_is_tagged_who_is_not_named(tagged):
    article, tags = tagged
    found = {each.actor: (each.surface, each.rule) for each in tags.mentions if each.actor}
    wrong = {actor: found[actor] for actor in found.keys() - set(article["actors"])}
    assert not wrong


def test_everybody_named_is_tagged(tagged):
    article, tags = tagged
    assert not set(article["actors"]) - {each.actor for each in tags.mentions}
