"""What articles show beside each other: which are one under two addresses or titles, and which are of one story."""

import itertools
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pytest

from pipelines.records import ArticleAlias, Basis, IdentityLink
from pipelines.run.memory import Likeness
from pipelines.warehouse import CurrentText, Joined, RevisionText, Standing

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
HARBOUR = (
    "The envoys of both shores sat down in the customs house on Monday and agreed on one point of eleven. "
    "Each side will send home four hundred sailors before the ice comes, said the master of the quay, who had "
    "kept the doors shut since dawn. Nothing was settled about the lighthouse, the pilot's fee or the three "
    "wrecks in the channel. A second meeting is to follow in the spring, on neutral ground, with the same seats."
)
FOREST = (
    "Foresters in the northern valley have counted nineteen lynx this winter, the most since the records began. "
    "Cameras were hung along the old railway, where the animals cross after dark, and a farmer found tracks "
    "beside his barn. The office will publish a map in May and pay for every sheep that is lost until then."
)
LIKENESS = Likeness()


def revision(name, text=HARBOUR, title="Sailors to go home before the ice", hours=0, **changes):
    values = {
        "article_id": name, "revision": f"r-{name}", "publisher_id": "tide", "basis": Basis.URL, "other_ids": (),
        "is_wire": False, "at": MONDAY + timedelta(hours=hours), "text_depth": "full", "title": title, "text": text,
    }  # fmt: skip
    return RevisionText(**(values | changes))


def joined(*revisions) -> Joined:
    return LIKENESS.join(revisions)


def titles(*revisions) -> set[tuple[str, str]]:
    return {(each.one_id, each.other_id) for each in joined(*revisions).links if each.rule == "title"}


class TestOneArticle:
    def test_under_two_addresses_with_a_turned_title(self):
        assert titles(revision("a"), revision("b", title="400 sailors to go home before the ice", hours=5)) == set(), (
            "a figure more"
        )
        again = revision("b", HARBOUR + " More follows.", title="Sailors to go home before the ice comes", hours=5)
        assert titles(revision("a"), again) == {("a", "b")}

    @pytest.mark.parametrize(
        "other",
        [
            revision("b", publisher_id="mast"),
            revision("b", title="What the talks in the customs house brought"),
            revision("b", FOREST),
            revision("b", hours=24 * 9),
            revision("b", is_wire=True),
        ],
        ids=["another publisher", "another title", "another text", "nine days later", "a wire, whose guid is its name"],
    )
    def test_not(self, other):
        assert titles(revision("a"), other) == set()

    def test_two_ids_of_the_publisher_are_two_articles(self):
        own = {"basis": Basis.OWN}
        assert titles(revision("a", **own), revision("b", **own)) == set()
        assert titles(revision("a", **own), revision("b")) == {("a", "b")}

    def test_without_a_text_by_a_title_that_says_enough(self):
        def bare(name, title, hours=0, **changes):
            return revision(name, "", title, hours, text_depth="headline", **changes)

        assert titles(bare("a", "Envoys agree on four hundred sailors"), bare("b", "Envoys agree on four hundred SAILORS!", 20)) == {
            ("a", "b")
        }  # fmt: skip
        assert titles(bare("a", "Harbour news, Monday"), bare("b", "Harbour news, Monday")) == set()
        assert (
            titles(
                bare("a", "Envoys agree on four hundred sailors"), bare("b", "Envoys agree on four hundred sailors", 60)
            )
            == set()
        )

    def test_a_form_filled_in_forty_times_is_forty_articles(self):
        alerts = [revision(f"a{n:03}", f"{HARBOUR} Notice {n}.", hours=n / 10) for n in range(60)]
        assert titles(*alerts) == set()

    def test_the_addresses_of_a_page_lead_to_it(self):
        found = joined(
            revision("a", other_ids=("link", "short")), revision("z", FOREST, "Lynx counted in the valley")
        ).links
        assert found == (
            IdentityLink(one_id="a", other_id="link", rule="address"),
            IdentityLink(one_id="a", other_id="short", rule="address"),
        )

    def test_what_many_pages_call_their_address_is_a_front_page(self):
        many = [revision(f"a{n:03}", f"{n} {FOREST[n:]}", f"Lynx {n}", other_ids=("front",)) for n in range(50)]
        assert [each for each in joined(*many).links if each.rule == "address"] == []


class TestAliases:
    LINKS = (
        IdentityLink(one_id="b", other_id="c", rule="title"),
        IdentityLink(one_id="a", other_id="b", rule="address"),
    )
    STANDINGS = MappingProxyType(
        {
            "a": Standing(rank=2, at=MONDAY),
            "b": Standing(rank=1, at=MONDAY + timedelta(hours=2)),
            "c": Standing(rank=1, at=MONDAY + timedelta(hours=1)),
        }
    )

    def test_they_lead_to_the_id_that_says_most_then_to_the_earliest(self):
        assert LIKENESS.aliases(self.LINKS, self.STANDINGS, frozenset()) == (
            ArticleAlias(alias_id="a", article_id="c", rule="address"),
            ArticleAlias(alias_id="b", article_id="c", rule="address"),
        )

    def test_no_order_of_links_matters(self):
        for links in itertools.permutations(self.LINKS):
            assert LIKENESS.aliases(links, {}, frozenset()) == LIKENESS.aliases(self.LINKS, {}, frozenset())

    def test_what_a_person_told_apart_stays_apart(self):
        assert LIKENESS.aliases(self.LINKS, self.STANDINGS, frozenset({("a", "c")})) == (
            ArticleAlias(alias_id="a", article_id="b", rule="address"),
        )


def current(name, text=HARBOUR, publisher="tide"):
    return CurrentText(article_id=name, publisher_id=publisher, title="Sailors", text=text)


class TestStories:
    def test_who_has_it_from_whom_and_how_much(self):
        half = HARBOUR[: HARBOUR.index("Nothing was")]
        longer = f"{HARBOUR} The pilots, who were not asked, said that they would wait for the spring."
        told = [current("a", HARBOUR), current("b", longer), current("c", half, "mast")]
        members = {each.article_id: each for each in LIKENESS.members(told)}
        assert {each.story_id for each in members.values()} == {"a"}
        assert [(name, members[name].place, members[name].relation) for name in "abc"] == [
            ("a", 1, "first"),
            ("b", 2, "version"),
            ("c", 3, "copy"),
        ]
        assert members["c"].from_article_id == "a"
        assert members["c"].held == 1.0
        assert 0.4 < members["c"].holds < 0.8

    def test_the_earliest_comes_first_and_who_stands_alone_is_none(self):
        articles = [(name, MONDAY + timedelta(hours=hours)) for name, hours in (("c", 3), ("a", 0), ("b", 1), ("z", 2))]
        assert LIKENESS.groups(articles, [("a", "b"), ("b", "c")]) == (("a", "b", "c"),)

    def test_order_and_portions_do_not_matter(self):
        texts = [revision(f"n{n}", HARBOUR[: 250 + n * 20], hours=n, publisher_id=f"p{n % 3}") for n in range(8)]
        texts += [revision("z", FOREST, "Lynx counted in the valley")]
        assert joined(*texts).links == joined(*reversed(texts)).links
        articles = [(each.article_id, each.at) for each in texts]
        one, other = (LIKENESS.groups(articles, joined(*given).pairs) for given in (texts, texts[::-1]))
        assert one == other == (tuple(f"n{n}" for n in range(8)),)
