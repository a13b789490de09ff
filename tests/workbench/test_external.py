"""Labelled sets from elsewhere: each format is read, counted on its closed list, and its faults are told without a traceback."""

import json
from pathlib import Path

import pytest

from pipelines import packs
from pipelines.tag import Tagger
from pipelines.workbench import scoring
from pipelines.workbench.external import read_external
from pipelines.workbench.labelled import LabelsError

BODY = "Ada Berg of Norrland left. Norrland Bank stayed. Sudland did not. In Havn, Berg slept."


@pytest.fixture(scope="module")
def lake():
    return packs.load(Path(__file__).parent / "data" / "lake")


@pytest.fixture(scope="module")
def lake_tagger(lake):
    return Tagger(lake)


@pytest.fixture
def write(tmp_path):
    """Return a function that writes files of a set, by path, and returns its folder."""

    def write(files):
        for name, text in files.items():
            path = tmp_path / "set" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        return tmp_path / "set"

    return write


def marked(text, surface, nth=1):
    start = -1
    for _ in range(nth):
        start = text.index(surface, start + 1)
    return {"start": start, "end": start + len(surface)}


def row(**more):
    return json.dumps({"id": "one", "language": "en", "text": BODY, **more}) + "\n"


def scored(path, lake, lake_tagger, language=None):
    texts = read_external(path, lake, language)
    return texts, scoring.figures(scoring.judged(texts, lake_tagger, lake))


# ── JSON Lines ────────────────────────────────────────────────────────────────────────────────────


def test_rows_name_actors_by_id_wikidata_or_name(write, lake, lake_tagger):
    mentions = [
        {**marked(BODY, "Ada Berg"), "name": "ada berg"},
        {**marked(BODY, "Norrland"), "wikidata": "Q900000001"},
        {**marked(BODY, "Norrland Bank"), "name": "Norrland Bank"},
        {**marked(BODY, "Sudland"), "actor": "sudland"},
        {**marked(BODY, "Berg", 2), "actor": "berg"},
    ]
    (text,), figures = scored(write({"a.jsonl": row(mentions=mentions)}), lake, lake_tagger)
    assert [each.wanted.actor for each in text.mentions] == ["berg", "norrland", "sudland", "berg"]
    assert text.closed == {"berg", "norrland", "sudland"}
    assert figures["mentions"].value == 1.0, "the bank is somebody else's name, Havn is not in the list"
    assert figures["mentions"].wanted == figures["mentions"].found == 4
    assert figures["mentions.strict"].found == 5, "strictly, a hit inside the bank's name is wrong"
    assert not {"kind", "as_actor", "relevance"} & figures.keys(), "these were not labelled"


def test_only_actors_of_the_list_count_both_ways(write, lake, lake_tagger):
    path = write({"a.jsonl": row(mentions=[{**marked(BODY, "Ada Berg"), "actor": "berg"}])})
    _, figures = scored(path, lake, lake_tagger)
    assert (figures["mentions"].right, figures["mentions"].wanted, figures["mentions"].found) == (1, 1, 2)
    write({"entities.yaml": "Ada Berg: berg\nNorrland: norrland\n"})
    _, figures = scored(path, lake, lake_tagger)
    assert (figures["mentions"].right, figures["mentions"].wanted, figures["mentions"].found) == (1, 1, 4)


def test_a_metonym_is_its_place(write, lake, lake_tagger):
    text = "Havn said no."
    (one,), figures = scored(
        write({"a.jsonl": row(text=text, mentions=[{**marked(text, "Havn"), "actor": "havn"}])}), lake, lake_tagger
    )
    assert one.mentions[0].also == "norrland"
    assert figures["mentions"].value == 1.0


def test_rows_may_label_relevance_quotes_titles_and_kinds(write, lake, lake_tagger):
    text = "Ada Berg said: “We want the quota now.”"
    mentions = [{**marked(text, "Ada Berg"), "actor": "berg", "kind": "name"}]
    quotes = [{**marked(text, "We want the quota now."), "speaker": "Ada Berg"}]
    file = row(
        text=text, title="Berg speaks", published_at="2024-03-02T23:30:00-05:00", mentions=mentions, quotes=quotes
    )
    (one,), figures = scored(write({"a.jsonl": file.replace("}\n", ', "label": "no"}\n')}), lake, lake_tagger)
    assert str(one.published_on) == "2024-03-03"
    assert figures["mentions"].found == 1, "nobody labelled the title"
    for name in ("quotes", "quotes.speaker", "relevance.label", "kind"):
        assert figures[name].value == 1.0, name


def test_rows_of_one_language(write, lake):
    path = write({"a.jsonl": row() + row(language="de", id="two"), "de/b.jsonl": row(language=None, id="three")})
    assert [each.text_id for each in read_external(path, lake, None)] == ["one", "two", "three"]
    assert [each.language for each in read_external(path, lake, None)] == ["en", "de", "de"]
    assert [each.text_id for each in read_external(path, lake, "de")] == ["two", "three"]
    with pytest.raises(LabelsError, match="no text in 'uk'"):
        read_external(path / "a.jsonl", lake, "uk")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "a.jsonl:2"),
        (row(mentions=[{"start": 5, "end": 3}]), "a.jsonl:2: one"),
        (row(mentions=[{"start": 0, "end": 900}]), "a.jsonl:2: one"),
        (row(mentions=[{**marked(BODY, "Berg"), "actor": "nobody"}]), "a.jsonl:2: one"),
        (row(label="perhaps"), "a.jsonl:2: label"),
        ('{"id": "x"}', "a.jsonl:2: text"),
        ('{"id": "x", "text": "y", "quotes": [{"start": -1, "end": 1}]}', "a.jsonl:2: quotes.0.start"),
    ],
)
def test_faults_of_rows_are_told_with_file_and_line(write, lake, line, told):
    path = write({"a.jsonl": row() + line})
    with pytest.raises(LabelsError) as caught:
        read_external(path, lake, None)
    assert told in caught.value.where
    assert caught.value.next_step


# ── brat ──────────────────────────────────────────────────────────────────────────────────────────

MAP = "# names of the set\nAda Berg\tberg\nberg\tberg\nNorrl*\tnorrland\nNorrland Bank\t\nLOC:Sudland\tsudland\n"
ANNOTATIONS = (
    "T1\tPER 0 8\tAda Berg\n"
    "T2\tLOC 12 20\tNorrland\n"
    "T3\tORG 27 40\tNorrland Bank\n"
    "T4\tLOC 49 56\tSudland\n"
    "T5\tPER 75 79\tBerg\n"
    "T6\tPER 0 3;12 20\tAda Norrland\n"
    "R1\tknows Arg1:T1 Arg2:T5\n"
)


def test_standoff(write, lake, lake_tagger):
    path = write({"en/one.txt": BODY, "en/one.ann": ANNOTATIONS, "entities.tsv": MAP})
    (text,), figures = scored(path, lake, lake_tagger)
    assert [(each.wanted.surface, each.wanted.actor) for each in text.mentions] == [
        ("Ada Berg", "berg"),
        ("Norrland", "norrland"),
        ("Sudland", "sudland"),
        ("Berg", "berg"),
    ]
    assert text.language == "en"
    assert figures["mentions"].value == 1.0
    assert figures["mentions.strict_precision"].value == pytest.approx(4 / 5)


def test_types_and_references_of_standoff(write, lake):
    annotations = (
        ANNOTATIONS.replace("LOC 49", "PER 49") + "N1\tReference T3 Wiki:Q900000009\tAda Berg\nN2\tReference T9 W:1\t\n"
    )
    path = write({"one.txt": BODY, "one.ann": annotations, "entities.tsv": MAP})
    (text,) = read_external(path, lake, "en")
    assert [(each.wanted.surface, each.wanted.actor) for each in text.mentions] == [
        ("Ada Berg", "berg"),
        ("Norrland", "norrland"),
        ("Norrland Bank", "berg"),  # a reference goes before the surface
        ("Berg", "berg"),  # and Sudland is no person
    ]


def test_offsets_count_line_ends_as_they_are(write, lake):
    path = write(
        {"one.txt": "Yes.\r\nSudland.", "one.ann": "T1\tLOC 6 13\tSudland\n", "entities.yaml": "Sudland: sudland"}
    )
    (text,) = read_external(path, lake, "en")
    assert text.mentions[0].wanted.start == 6


def test_labels_inside_a_longer_one_may_be_tagged_or_not(write, lake, lake_tagger):
    annotations = "T1\tPER 0 8\tAda Berg\nT2\tPER 4 8\tBerg\n"
    path = write({"one.txt": "Ada Berg left.", "one.ann": annotations, "entities.tsv": MAP})
    texts, figures = scored(path, lake, lake_tagger, "en")
    assert [each.optional for each in texts[0].mentions] == [False, True]
    assert figures["mentions"].value == figures["mentions.strict"].value == 1.0


@pytest.mark.parametrize(
    ("files", "what", "where"),
    [
        ({"one.ann": ANNOTATIONS.replace("12 20", "13 21")}, "the text has 'orrland '", "one.ann:2"),
        ({"one.ann": "T1 PER 0 8 Ada Berg\n"}, "not understood", "one.ann:1"),
        ({"two.ann": ANNOTATIONS}, "two.txt is missing", "two.ann"),
        ({"entities.tsv": "Ada Berg\tnobody\n"}, "no actor 'nobody'", "entities.tsv:1"),
        ({"entities.tsv": "Ada Berg berg\n"}, "has no tab", "entities.tsv:1"),
        ({"entities.yaml": "- Ada Berg\n"}, "not a list of `name: actor id`", "entities.yaml"),
        ({"entities.yaml": "Ada Berg: [berg"}, "not readable as YAML", "entities.yaml"),
    ],
)
def test_faults_of_standoff_are_told(write, lake, files, what, where):
    path = write({"one.txt": BODY, "one.ann": ANNOTATIONS, "entities.tsv": MAP, **files})
    with pytest.raises(LabelsError) as caught:
        read_external(path, lake, "en")
    assert what in caught.value.what
    assert where in caught.value.where


def test_a_set_without_a_map_says_what_to_write(write, lake):
    with pytest.raises(LabelsError) as caught:
        read_external(write({"one.txt": BODY, "one.ann": ANNOTATIONS}), lake, "en")
    assert "has no map" in caught.value.what
    assert "entities.yaml" in caught.value.next_step


def test_bytes_that_are_no_utf8(write, lake):
    path = write({"entities.tsv": MAP})
    (path / "one.txt").write_bytes(b"\xff\xfe")
    (path / "one.ann").write_text(ANNOTATIONS)
    with pytest.raises(LabelsError, match="not UTF-8"):
        read_external(path, lake, "en")


# ── CoNLL ─────────────────────────────────────────────────────────────────────────────────────────

WORDS = """\
-DOCSTART- -X- O

Ada NNP B-PER
Berg NNP I-PER
of IN O
Norrland NNP B-LOC
left VBD O
. . O

Norrland NNP B-ORG
Bank NNP I-ORG
( ( O
Sudland NNP S-LOC
) ) O

-DOCSTART- -X- O

Havn NNP B-LOC
"""


def test_columns(write, lake, lake_tagger):
    path = write({"one.conll": WORDS, "entities.tsv": MAP})
    texts, figures = scored(path, lake, lake_tagger, "en")
    assert [each.text for each in texts] == ["Ada Berg of Norrland left.\nNorrland Bank (Sudland)\n", "Havn"]
    assert [each.wanted.surface for each in texts[0].mentions] == ["Ada Berg", "Norrland", "Sudland"]
    assert figures["mentions"].value == 1.0


def test_columns_that_count_their_words_and_glue_them(write, lake):
    lines = "1\tHavn\tB-LOC\tSpaceAfter=No\n2\t-\tO\tSpaceAfter=No\n3\tSudland\tB-LOC\t_\n\n1\tBerg\tB-PER\t_\n"
    texts = read_external(write({"one.conllu": lines, "entities.tsv": MAP}), lake, "en")
    assert [each.text for each in texts] == ["Havn-Sudland", "Berg"]
    assert [each.wanted.start for each in texts[0].mentions] == [5]


def test_labels_side_by_side_are_two(write, lake):
    lines = "Berg B-PER\nBerg B-PER\nSudland I-LOC\n"
    (text,) = read_external(write({"one.bio": lines, "entities.tsv": MAP}), lake, "en")
    assert [each.wanted.surface for each in text.mentions] == ["Berg", "Berg", "Sudland"]


def test_a_line_without_a_tag(write, lake):
    with pytest.raises(LabelsError) as caught:
        read_external(write({"one.bio": "Berg B-PER\nleft\n", "entities.tsv": MAP}), lake, "en")
    assert "one.bio:2: left" in caught.value.where


# ── Lists ─────────────────────────────────────────────────────────────────────────────────────────

LIST = (
    "en-7\nAda Berg\tAda Berg\tPER\tPER-Ada-Berg\nBerg\tAda Berg\tPER\tPER-Ada-Berg\nNorrland\tNorrland\tLOC\tLOC-1\n"
)
BANK = "Norrland Bank\tNorrland Bank\tORG\tORG-2\n"
HEAD = "en-7\nen\n2024-03-02\nhttp://lake.example/7\n"


def test_lists_are_judged_by_distinct_forms(write, lake, lake_tagger):
    path = write(
        {
            "annotated/en/one.out": LIST + BANK,
            "raw/en/one.txt": HEAD + BODY.replace("Sudland", "Norrland"),
            "entities.yaml": "PER-Ada-Berg: berg\nnorrland: norrland\n",
        }
    )
    (text,), figures = scored(path, lake, lake_tagger)
    assert text.text.startswith("Ada Berg of Norrland")
    assert (text.language, str(text.published_on)) == ("en", "2024-03-02")
    assert (figures["mentions"].right, figures["mentions"].wanted, figures["mentions"].found) == (3, 3, 3)


def test_lists_with_offsets_are_judged_mention_by_mention(write, lake, lake_tagger):
    text = "“Ada Berg” of Norrland spoke; Berg left.\n"
    rows = [("“Ada Berg”", "p1"), ("Norrland", "l1"), ("Berg", "p1")]
    at = 0
    lines = []
    for surface, entity in rows:
        at = text.index(surface, at)
        lines.append(f"{at}\t{at + len(surface)}\t{surface}\t-\tX\t{entity}\n")
        at += len(surface)
    files = {"ner/en/one.tsv": "".join(lines), "raw/en/one.txt.txt": text, "entities.yaml": "p1: berg\nl1: norrland\n"}
    (read,), figures = scored(write(files), lake, lake_tagger)
    assert [each.wanted.surface for each in read.mentions] == ["Ada Berg", "Norrland", "Berg"]
    assert read.language == "en"
    assert (figures["mentions"].right, figures["mentions"].wanted, figures["mentions"].found) == (3, 3, 3)


def test_a_list_with_offsets_of_another_text_is_refused(write, lake):
    path = write({"one.tsv": "0\t4\tBerg\tBerg\tPER\tp1\n", "one.txt": "Ada Berg left.", "entities.yaml": "p1: berg\n"})
    with pytest.raises(LabelsError, match="the text has 'Ada '") as caught:
        read_external(path, lake, "en")
    assert caught.value.where.endswith("one.tsv:1")


def test_a_list_with_offsets_loses_no_line_without_them(write, lake):
    listed = "0\t3\tAda\tAda\tPER\tp1\nBerg\tBerg\tPER\tp1\n"
    path = write({"one.tsv": listed, "one.txt": "Ada Berg left.", "entities.yaml": "p1: berg\n"})
    with pytest.raises(LabelsError, match="4 columns, or no offsets") as caught:
        read_external(path, lake, "en")
    assert "one.tsv:2" in caught.value.where


@pytest.mark.parametrize(
    ("head", "language", "day"),
    [(HEAD, "en", "2024-03-02"), ("7\nen\n\n\n", "en", "None"), ("en-7\nfr\n", "None", "None"), ("", "None", "None")],
)
def test_heads_are_no_text(write, lake, head, language, day):
    path = write({"one.out": LIST, "one.txt": head + BODY, "entities.yaml": "norrland: norrland"})
    (text,) = read_external(path, lake, None)
    assert (text.text, str(text.language), str(text.published_on)) == (BODY, language, day)


def test_a_form_that_was_not_listed_and_one_that_was_not_found(write, lake, lake_tagger):
    path = write(
        {
            "one.out": "Ada Berg\tAda Berg\tPER\tp1\nthe lady\tAda Berg\tPER\tp1\nNorrland\tNorrland\tLOC\tl1\n",
            "one.txt": BODY,
            "entities.yaml": "p1: berg\nnorrland: norrland\nSudland: sudland\n",
        }
    )
    _, figures = scored(path, lake, lake_tagger, "en")
    found = figures["mentions"]
    assert (found.right, found.wanted, found.found) == (2, 3, 4), "missed: the lady; false: Berg, Sudland"


def test_forms_inside_longer_listed_ones_are_strictly_wrong(write, lake, lake_tagger):
    path = write(
        {
            "one.out": "Sudland\tSudland\tLOC\tx\n" + BANK,
            "one.txt": "Sudland and Norrland Bank.",
            "entities.yaml": "Sudland: sudland\nNorrland: norrland\n",
        }
    )
    _, figures = scored(path, lake, lake_tagger, "en")
    assert (figures["mentions"].found, figures["mentions.strict"].found) == (1, 2)


def test_a_people_counts_where_the_list_has_it_as_its_country(write, lake, lake_tagger):
    body = "Norrlanders voted. Sudland watched."
    labels = "Sudland\tSudland\tLOC\tsud\n"
    people = "Norrlanders\tNorrlanders\tPER\tnorr\n"
    names = "norr: norrland\nsud: sudland\n"
    listed = write({"one.out": labels + people, "one.txt": body, "entities.yaml": names})
    _, figures = scored(listed, lake, lake_tagger, "en")
    assert (figures["mentions"].right, figures["mentions"].wanted, figures["mentions"].found) == (2, 2, 2)
    without = write({"one.out": labels, "one.txt": body, "entities.yaml": names})
    _, figures = scored(without, lake, lake_tagger, "en")
    assert (figures["mentions"].right, figures["mentions"].wanted, figures["mentions"].found) == (1, 1, 1)


def test_a_people_counts_where_it_is_labelled_in_its_place(write, lake, lake_tagger):
    body = "Norrlanders voted. Norrlanders left. Norrland watched."
    labels = f"T1\tLOC {body.index('Norrland watched')} {len(body) - len(' watched.')}\tNorrland\n"
    people = "T2\tPER 0 11\tNorrlanders\n"
    names = "norrland: norrland\nnorrlanders: norrland\n"
    path = write({"one.ann": labels + people, "one.txt": body, "entities.yaml": names})
    _, figures = scored(path, lake, lake_tagger, "en")
    assert (figures["mentions"].right, figures["mentions"].wanted, figures["mentions"].found) == (2, 2, 2)


def test_names_inside_a_tagged_title_are_missed_in_strict_figures_only(write, lake, lake_tagger):
    body = "The keeper of Norrland slept."
    row = '{"id": "1", "language": "en", "published_at": "2024-03-02", "text": "%s", "mentions": [%s]}\n'
    label = '{"start": 14, "end": 22, "actor": "norrland"}'
    spans = write({"one.jsonl": row % (body, label)})
    _, figures = scored(spans, lake, lake_tagger)
    assert "mentions" not in figures
    assert figures["mentions.strict"].wanted == 1


def test_names_that_stand_in_tagged_titles_only_are_missed_in_strict_figures_only(write, lake, lake_tagger):
    names = "norrland: norrland\nsudland: sudland\n"
    listed = "Norrland\tNorrland\tLOC\tnorrland\nSudland\tSudland\tLOC\tsudland\n"
    body = "The keeper of Norrland met Sudland."
    path = write({"one.out": listed, "one.txt": HEAD + body, "entities.yaml": names})
    _, figures = scored(path, lake, lake_tagger, "en")
    assert (figures["mentions"].right, figures["mentions"].wanted) == (1, 1)
    assert (figures["mentions.strict"].right, figures["mentions.strict"].wanted) == (1, 2)
    twice = write({"one.out": listed, "one.txt": HEAD + body + " Norrland paid.", "entities.yaml": names})
    _, figures = scored(twice, lake, lake_tagger, "en")
    assert (figures["mentions"].right, figures["mentions"].wanted) == (2, 2)


def test_companies_are_listed_with_their_marks_or_without(write, lake, lake_tagger):
    path = write(
        {"one.out": "«Sudland»\tSudland\tORG\ts\n", "one.txt": "Sudland spoke.", "entities.yaml": "s: sudland"}
    )
    _, figures = scored(path, lake, lake_tagger, "en")
    assert (figures["mentions"].right, figures["mentions"].wanted, figures["mentions"].found) == (1, 1, 1)


def test_a_line_of_too_few_columns(write, lake):
    path = write({"one.out": LIST + "Berg\tPER\n", "one.txt": BODY, "entities.yaml": "a: berg"})
    with pytest.raises(LabelsError) as caught:
        read_external(path, lake, "en")
    assert "2 columns" in caught.value.what
    assert "one.out:5" in caught.value.where


def test_nothing_there(tmp_path, lake):
    with pytest.raises(LabelsError, match="no labelled set here"):
        read_external(tmp_path / "nowhere", lake, None)
    with pytest.raises(LabelsError, match="no labelled texts"):
        read_external(tmp_path, lake, None)
