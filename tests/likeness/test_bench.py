"""The press of the bench: what it makes up is found, and the judge knows when it is not."""

from bench.likeness import FLOOD, PAPERS_OF_FORM, Press, judged, put
from pipelines.likeness import Index, group


def test_a_small_week():
    press, index, made, links = Press(150), Index(), [], []
    for number in range(4):
        put(press.day(number), index, made, links)
    assert len(made) == 4 * (150 + PAPERS_OF_FORM) + FLOOD == len(index)
    origin = {member.article_id: story for member, story in made}
    assert len({member.article_id for member, story in made if story != member.article_id and story in origin}) > 40
    stories = group((member for member, _ in made), links)
    assert min(judged(stories, origin)) >= 0.98
    assert judged(group((member for member, _ in made), links[::2]), origin)[0] < 0.9
    assert (
        judged(
            group((member for member, _ in made), [*links, (made[0][0].article_id, made[-1][0].article_id)]), origin
        )[1]
        < 1
    )
