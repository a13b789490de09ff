"""One text under many links of a site is no article's; a series, a wire copy and one article in many feeds are none such."""

import time

from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.repeats import Flood, Told, floods, repeated_texts

WALL = "Welcome to the Harbour Courier. Our new site brings you the news of the harbour and of the world in one place."
TITLES = ["Envoys meet", "A truce holds", "Ships may pass", "Prisoners come home", "The mediator leaves"]


def told(number, text=WALL, *, host="press.example", title=None, query=""):
    return Told(f"https://{host}/news/{number}{query}", title or TITLES[number % 5] + str(number // 5 or ""), text)


def test_one_text_under_many_links():
    batch = [
        told(0),
        told(1, "The envoys met."),
        told(2),
        told(3, WALL.upper().replace(".", " !"), host="www.press.example"),
    ]
    assert repeated_texts(batch) == {0, 2, 3}


def test_two_links_are_not_many():
    assert repeated_texts([told(0), told(1)]) == frozenset()


def test_a_wire_copy_in_many_outlets():
    assert repeated_texts([told(number, host=f"outlet{number}.example") for number in range(5)]) == frozenset()


def test_one_article_in_many_feeds():
    tracked = [told(7, query=f"?utm_source=feed{number}", title=TITLES[number]) for number in range(5)]
    assert repeated_texts(tracked) == frozenset()
    assert repeated_texts([told(number, title="Envoys meet") for number in range(5)]) == frozenset()


def test_short_reports_that_differ_in_their_figures():
    text = "Air defence shot down {} drones over the region of {} in the night to Monday, the governor wrote."
    batch = [told(n, text.format(n + 2, TITLES[n]), title=f"{n + 2} drones shot down") for n in range(5)]
    assert repeated_texts(batch) == frozenset()
    assert floods(batch) == ()


def test_texts_without_words_are_left_alone():
    assert repeated_texts([told(number, "…") for number in range(5)]) == frozenset()


def test_a_flood_of_a_thousand_pages_among_others():
    notice = "The council of the harbour informs all who pass that the quay is closed for works until the water falls again. Notice {}."
    batch = [told(n, notice.format(n)) for n in range(1000)]
    batch += [told(n, " ".join(f"word{n * k % 997}" for k in range(1, 200))) for n in range(1000, 1200)]
    batch += [told(n, notice.format(n), host="other.example") for n in range(20)]
    started = time.process_time()
    assert floods(batch) == (Flood("press.example", tuple(range(1000))),)
    assert time.process_time() - started < 3


def test_the_same_words_are_nearly_equal():
    assert floods([told(number, "Two words") for number in range(4)], least=4) == (
        Flood("press.example", (0, 1, 2, 3)),
    )


@given(st.lists(st.builds(Told, st.text(max_size=20), st.text(max_size=9), st.text(max_size=30)), max_size=9))
def test_never_raises_and_keeps_to_the_batch(batch):
    assert repeated_texts(batch) <= set(range(len(batch)))
    grouped = [at for flood in floods(batch, least=1) for at in flood.members]
    assert len(grouped) == len(set(grouped)) <= len(batch)
