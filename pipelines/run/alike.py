"""What the pages of a batch show beside each other: one text under many links, and floods. Functions of values."""

from collections.abc import Mapping
from dataclasses import replace

from pipelines.extract.repeats import Told, floods, repeated_texts
from pipelines.extract.soft_blocks import SAME_TEXT
from pipelines.records import Article, Reason, Rejected
from pipelines.run.rows import Sighting

FLOOD = "flood"
"""Flag of an article that is one of many nearly equal ones of its site in one batch."""

ItemKey = tuple[str, str]


def beside_each_other(
    sightings: Mapping[ItemKey, Sighting], shown: Mapping[ItemKey, Article | Rejected]
) -> dict[ItemKey, Article | Rejected]:
    """Return what each page gave, a text that stands under many links of a site refused, floods flagged."""
    judged = dict(shown)
    articles = {key: each for key, each in shown.items() if isinstance(each, Article)}
    keys = list(articles)
    told = [
        Told(sightings[key].item.url or "", sightings[key].item.title, article.text)
        for key, article in articles.items()
    ]
    repeated = repeated_texts(told)
    for flood in floods(told):
        for at in flood.members:
            article = articles[keys[at]]
            judged[keys[at]] = replace(article, flags=(*article.flags, FLOOD))
    for at in repeated:
        judged[keys[at]] = Rejected(stage="extract", reason=Reason.SOFT_BLOCK, detail=SAME_TEXT)
    return judged
