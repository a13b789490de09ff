"""Every text of data/*.yaml carries exactly the tags written beside it; a new case is a new entry there."""

from datetime import UTC, datetime, time


def tags_of(tagger, language, case):
    day = case.get("published_on")
    return tagger.tag(
        title=case["title"],
        text=case["text"],
        language=language,
        published_at=datetime.combine(day, time(12), UTC) if day else None,
    )


def written(mention):
    return f"{'' if mention.as_actor else '!'}{mention.surface} | {mention.kind} | {mention.actor or ''}".strip()


def test_golden(tagger, golden):
    language, case = golden
    tags = tags_of(tagger, language, case)
    if "mentions" in case:
        assert [written(each) for each in tags.mentions] == [each.strip() for each in case["mentions"]]
    if "label" in case:
        assert tags.relevance.label == case["label"], tags.relevance
    if "facets" in case:
        found = {each.facet for each in tags.facets}
        assert set(case["facets"]) <= found
        assert case["facets"] or not found
    if "rounds" in case:
        assert {each.round: each.aspect for each in tags.rounds} == case["rounds"]
    if case.get("absent"):
        assert not {each.actor for each in tags.mentions} & set(case["absent"])
    if "statements" in case:
        check_statements(tags.statements, case)


def check_statements(found, case):
    zones = {"title": case["title"], "text": case["text"]}
    by_span = {(each.is_quote, zones[each.zone][each.start : each.end]): each for each in found}
    if not case["statements"]:
        assert not by_span
    for expected in case["statements"]:
        key = ("quote" in expected, expected.get("quote", expected.get("reported")))
        assert key in by_span, (key, list(by_span))
        said = by_span[key]
        for field in ("speaker", "speaker_name", "type", "attributed_to", "target", "negated", "facet"):
            if field in expected:
                assert getattr(said, field) == expected[field], (field, said)
        if "places" in expected:
            assert [each.place for each in said.places] == expected["places"]
        if "roles" in expected:
            assert {each.place: each.role for each in said.places} == expected["roles"]
        if "amounts" in expected:
            assert [written_amount(each) for each in said.amounts] == expected["amounts"]
        if "modality" in expected:
            assert said.modality == expected["modality"], said
        if "rule" in expected:
            assert said.rule.partition("+")[0] == expected["rule"], said


def written_amount(amount):
    return f"{amount.value:g} {amount.unit}{f' {amount.side}' if amount.side else ''}"
