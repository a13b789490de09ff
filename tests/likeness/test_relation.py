"""What two texts are to each other."""

from random import Random

from pipelines.likeness import Kind, relate, shingle

RANDOM = Random(3)
WORDS = ["".join(RANDOM.choices("abcdefghijklmnoprstuvw", k=RANDOM.randint(3, 9))) for _ in range(4000)]


def sentences(count):
    return [" ".join(RANDOM.choices(WORDS, k=18)).capitalize() + "." for _ in range(count)]


STORY = sentences(20)
OTHER = sentences(20)


def kind(one, other, **options):
    return relate(shingle("\n".join(one)), shingle("\n".join(other)), **options).kind


def test_shares():
    relation = relate(shingle("\n".join(STORY)), shingle("\n".join(STORY[:10])))
    assert relation.kind is Kind.COPY
    assert relation.second_in_first == relation.held == 1
    assert 0.49 < relation.first_in_second < 0.51
    assert relation.jaccard == relation.first_in_second


def test_a_publisher_has_versions_and_another_copies():
    grown = [*STORY[:8], *OTHER[:6], *STORY[8:]]
    assert kind(STORY, grown, same_publisher=True) is Kind.VERSION
    assert kind(STORY, grown) is Kind.COPY
    assert kind(STORY, STORY, same_publisher=True) is Kind.COPY


def test_a_story_inside_a_survey_is_no_copy_but_a_flash_that_has_grown_is():
    flash, survey = STORY[:3], sentences(40)
    assert kind(flash, [*survey[:20], *flash, *survey[20:]]) is not Kind.COPY
    assert kind(flash, [*flash, *survey]) is Kind.COPY
    assert kind(flash, [*flash, *survey], same_publisher=True) is Kind.VERSION


def test_a_flood_is_one_whatever_number_it_bears():
    pages = [[*STORY[:6], f"Page {number} of the register, {number * 7} in all, entry {number}."] for number in (3, 41)]
    assert kind(*pages, same_publisher=True) is Kind.VERSION


def test_headlines():
    assert kind(["Envoys meet"], ["Envoys meet"]) is Kind.NONE
    headline = "Envoys of both sides meet in the harbour town for talks about bridges"
    assert kind([headline], [headline.upper()]) is Kind.COPY
    assert kind([headline], [headline.replace("bridges", "prisoners of the winter war")]) is Kind.NONE


def test_nothing_is_nothing():
    assert kind([""], [""]) is Kind.NONE
    assert relate(shingle(""), shingle("\n".join(STORY))).held == 0


def test_a_long_text_and_its_half():
    long = sentences(150)
    relation = relate(shingle("\n".join(long)).sampled(), shingle("\n".join(long[:70])).sampled())
    assert relation.kind is Kind.COPY
    assert abs(relation.first_in_second - 70 / 150) < 0.08
