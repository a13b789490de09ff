"""No input makes the tagger slow out of proportion or raise: time grows with length, not with its square."""

import gc
import time

import pytest

SIZE = 60_000
HOSTILE = {
    "quotes": '"',
    "guillemets": "«",
    "single marks": "‘a",
    "curly marks": "“a” ",
    "capitals": "A",
    "one name": "Putin ",
    "names without blanks": "Putin,",
    "commas": "said, ",
    "verbs": "said that ",
    "capitalised words": "Ivan Ivanov ",
    "dashes": "— a, ",
    "newlines": "a\n",
    "accents": "e\u0301",
    "marks on one letter": "\u0301",
    "titles": "president ",
    "sources": "senior senior official ",
    "sentences": "Kyiv said so. ",
    "digits": "1,000 ",
    "apostrophes": "'s ",
    "according": "according to ",
    "terms": "ceasefire talks ",
    "pronouns": "He said. ",
    "he added": "“We are ready to go on with this,” he added. ",
    "he added that": "He added that nothing was settled there. ",
}


ELSEWHERE = {
    "pointing back, de": "Das teilte der Sprecher mit. ",
    "pointing back, cs": "Uvedl to mluvčí. ",
    "a ministry's paper, tr": 'Alijev sustu. Bakanlığın açıklamasında, "biz bunu istemiyoruz" denildi. ',
    "no marks, uk": "Ми прийшли сюди, - сказав він. ",
    "a colon, pl": "Powiedział: jesteśmy tutaj. ",
}
"""Pieces in another language, which their names end with."""


@pytest.fixture(scope="module", autouse=True)
def _what_is_there_stays(tagger):
    """Keep the collector from looking through all that is there at each measurement, and at those of later tests."""
    gc.collect()
    gc.freeze()


@pytest.mark.parametrize("name", [*HOSTILE, *ELSEWHERE])
def test_time_grows_with_length(tagger, name):
    piece = HOSTILE.get(name) or ELSEWHERE[name]
    language = name[-2:] if name in ELSEWHERE else "en"

    def seconds(characters):
        text = piece * (characters // len(piece))
        gc.collect()
        gc.disable()  # a full collection in one of the two runs would be all that is measured
        began = time.process_time()
        tagger.tag(title="", text=text, language=language, published_at=None)
        taken = time.process_time() - began
        gc.enable()
        return taken

    seconds(SIZE // 10)
    small, large = max(seconds(SIZE // 5), 0.02), seconds(SIZE)
    assert large < small * 5 * 3, (small, large)
    assert large < 20


@pytest.mark.parametrize("language", ["en", "uk", "ru", "tr", "de", "fr", "pl", "cs"])
@pytest.mark.parametrize("text", [" Başkanı sustu.", " \n", " president", "\n— сказав", "“", " : ", ". –"])
def test_text_that_begins_with_a_blank_or_a_mark_is_no_error(tagger, language, text):
    for title in ("", text):
        tagger.tag(title=title, text=text, language=language, published_at=None)
