"""Another folder, another topic: nothing of the first one is left, and every kind of tag still comes out."""

from datetime import UTC, datetime

TITLE = "Strelsau rejects the quota"
TEXT = (
    "Ruritania and Lutha opened water talks in Zenda on Wednesday. Strelsau said that the dam would stay.\n"
    "“No quota will be accepted without us,” said Rudolf Rassendyll. Vladimir Putin was not mentioned.\n"
    "The Ruritanian chancellor did not come. A ceasefire in Grenzmark was not discussed. The Strelsau Gazette was sold out."
)


def tags_on(tagger, day):
    return tagger.tag(title=TITLE, text=TEXT, language="en", published_at=day)


def test_the_folder_makes_the_topic(lake_tagger):
    tags = tags_on(lake_tagger, datetime(2023, 3, 2, tzinfo=UTC))
    assert [(each.actor, each.kind) for each in tags.mentions] == [
        ("strelsau", "metonym"),
        ("ruritania", "name"),
        ("lutha", "name"),
        ("zenda", "name"),
        ("strelsau", "metonym"),
        ("rassendyll", "name"),
        ("rassendyll", "role"),
    ]
    assert tags.relevance.label == "talks"
    assert {each.facet for each in tags.facets} == {"quota", "dam"}
    assert {each.speaker for each in tags.statements if each.is_quote} == {"rassendyll"}
    assert [(each.round, each.aspect) for each in tags.rounds] == [("zenda-1", "subject")]


def test_an_office_has_the_holder_of_the_day(lake_tagger):
    later = tags_on(lake_tagger, datetime(2024, 1, 1, tzinfo=UTC)).mentions[-1]
    assert (later.surface, later.actor) == ("Ruritanian chancellor", "flavia")
    undated = tags_on(lake_tagger, None).mentions[-1]
    assert (undated.surface, undated.actor) == ("Ruritanian chancellor", None)


def test_a_round_not_listed_is_unknown(lake_tagger):
    tags = tags_on(lake_tagger, datetime(2024, 6, 1, tzinfo=UTC))
    assert [each.round for each in tags.rounds] == ["unknown"]


def test_a_second_language_inflects_and_resolves(lake_tagger):
    tags = lake_tagger.tag(
        title="",
        text=(
            "Rozmowy o wodzie między Rurytanią a Luthą odbyły się w Zendzie. „Zapora zostanie”, powiedział Rudolf "
            "Rassendyll. Z Rassendyllem rozmawiał minister wody Luthy."
        ),
        language="pl",
        published_at=datetime(2023, 3, 2, tzinfo=UTC),
    )
    assert [(each.surface, each.actor) for each in tags.mentions] == [
        ("Rurytanią", "ruritania"),
        ("Luthą", "lutha"),
        ("Zendzie", "zenda"),
        ("Rudolf Rassendyll", "rassendyll"),
        ("Rassendyllem", "rassendyll"),
        ("minister wody Luthy", "flavia"),
    ]
    assert tags.relevance.label == "talks"
    assert [each.speaker for each in tags.statements if each.is_quote] == ["rassendyll"]


def test_a_capital_that_acts_is_its_country_where_the_pack_says_so(lake_tagger):
    tags = lake_tagger.tag(
        title="", text="Blentz said it would wait. The Lake Commission met in Blentz.", language="en", published_at=None
    )
    assert [(each.surface, each.actor, each.as_actor) for each in tags.mentions] == [
        ("Blentz", "lutha", True),
        ("Lake Commission", "lake-commission", True),
        ("Blentz", "blentz", False),
    ]


def test_a_people_a_stranger_and_an_unnamed_source(lake_tagger):
    text = "The Ruritanians waited. A senior Luthan official said that Bertha Rassendyll, an aunt, would come."
    tags = lake_tagger.tag(title="", text=text, language="en", published_at=None)
    assert [(each.surface, each.kind) for each in tags.mentions] == [
        ("Ruritanians", "demonym"),
        ("senior Luthan official", "unnamed"),
    ]


def test_the_first_topic_sees_nothing_here(tagger):
    tags = tags_on(tagger, datetime(2024, 6, 1, tzinfo=UTC))
    assert [each.actor for each in tags.mentions] == ["putin"]
    assert tags.relevance.label == "no"
