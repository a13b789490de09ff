"""Watches on the newsroom: the first day is known, of the second each article is told once, and of a killed one nothing."""

import json
import re
import shlex
import shutil
from pathlib import Path

import duckdb
import pytest

from pipelines import newsroom

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "how-to" / "watch-for-something.md"
EXAMPLE = Path(newsroom.__file__).parent / "watches.yaml"
REGIONS = "['donetsk', 'luhansk', 'kherson', 'zaporizhzhia']"
pytestmark = pytest.mark.slow


@pytest.fixture
def desk(shop, first_day, hooks, tmp_path):
    """A data folder with the snapshot of the first day and nothing else, whose alerts are posted to `hooks`."""
    channels = tmp_path / "channels"
    channels.touch(mode=0o600)
    channels.write_text(hooks.url("desk"))
    shop.environment["TRUCEWATCH_NOTIFY"] = str(channels)
    (shop.data / "watches").mkdir(parents=True)
    publish(shop, first_day)
    return shop


def publish(desk, other) -> None:
    """Let the snapshot of a press day be the published one; it is that of all tests."""
    (desk.data / "published").unlink(missing_ok=True)
    (desk.data / "published").symlink_to(other.data / "published")


def own_snapshot(desk, other):
    """Publish a copy of the snapshot of a press day and open it to be changed."""
    (desk.data / "published").unlink()
    shutil.copytree(other.data / "published", desk.data / "published", symlinks=True)
    return duckdb.connect(str((desk.data / "published" / "trucewatch.duckdb").resolve()))


def write(desk, text: str) -> None:
    (desk.data / "watches" / "ours.yaml").write_text(text, encoding="utf-8")


def look(desk, *options: str, code: int = 0):
    said = desk.call("watch", "run", "--json", *options, code=code)
    return json.loads(said) if code == 0 else said


def raised(looked) -> dict[str, set[str]]:
    return {each["watch"]: set(each["articles"]) for each in looked["alerts"]}


def ids(shop, query: str) -> set[str]:
    return {row["article_id"] for row in shop.rows(query)}


def titles(shop, some: set[str]) -> dict[str, str]:
    rows = shop.rows("select article_id, title from articles")
    return {row["article_id"]: row["title"] for row in rows if row["article_id"] in some}


def bare(text: str) -> str:
    return re.sub(r"\W+", "", text)


def test_of_two_days_the_second_is_told_once(desk, first_day, two_days, hooks):
    write(desk, EXAMPLE.read_text(encoding="utf-8"))
    assert raised(look(desk)) == {}
    publish(desk, two_days)
    looked = look(desk)
    demands = f"""select article_id from statements where relevance = 'talks' and type = 'demand'
        and facet = 'territorial_withdrawal'
        and len(list_filter({REGIONS}, lambda region: list_contains(list_transform(places, lambda p: p.place), region))) > 0"""
    new = ids(two_days, demands) - ids(first_day, demands)
    assert new
    assert raised(looked)["demands_to_withdraw"] == new
    swaps = raised(looked)["swaps"]
    assert len(swaps) >= 5
    told = two_days.rows(f"from articles where article_id in {tuple(swaps)}")
    pattern = r"(?i)swap|prisoner exchange|1,000.for.1,000|exchang|Gefangenenaustausch|обмін|takas"
    assert all(re.search(pattern, f"{row['title']} {row['text']}") for row in told)
    assert {each["outcome"] for each in looked["sent"]} == {"sent"}
    assert len(hooks.taken("desk")) == 2
    (message,) = (each["message"] for each in hooks.taken("desk") if each["title"].startswith("Demands"))
    for article_id, title in titles(two_days, new).items():
        assert bare(title) in bare(message), article_id
    again = look(desk)
    assert (raised(again), {each["outcome"] for each in again["sent"]}) == ({}, {"already_sent"})
    assert len(hooks.taken("desk")) == 2
    merged, other = min(new), "f" * 32
    with own_snapshot(desk, two_days) as snapshot:
        for table in ("article_heads", "article_revisions", "revision_statements"):
            snapshot.execute(f"update {table} set article_id = ? where article_id = ?", [other, merged])
        snapshot.execute("insert into article_alias values (?, ?, 'analyst')", [merged, other])
    assert other in json.loads(desk.call("watch", "try", "demands_to_withdraw", "--json"))["articles"]
    assert raised(look(desk)) == {}
    journal = "".join(each.read_text() for each in (desk.data / "journal").glob("*.jsonl"))
    assert not [title for title in titles(two_days, new | swaps).values() if json.dumps(title)[1:-1] in journal]
    assert "http" not in journal


def test_of_a_killed_article_nothing_is_told(desk, first_day, two_days, hooks):
    killed = ids(first_day, "select article_id from articles") & ids(two_days, "select article_id from tombstones")
    publishers = {row["publisher_id"] for row in first_day.rows(f"from articles where article_id in {(*killed, '')}")}
    write(desk, f"- {{id: wires, name: Wires, sources: [{', '.join(publishers)}], relevance: [talks, passing, 'no']}}")
    hooks.down = {"desk"}
    assert "did not reach every channel" in look(desk, "--since", "2025-05-16", code=1)
    publish(desk, two_days)
    hooks.down = set()
    looked = look(desk)
    assert killed <= set(json.loads((desk.data / "journal" / "watches.jsonl").read_text().splitlines()[1])["articles"])
    assert [each["outcome"] for each in looked["sent"]] == ["sent", "sent"]
    said = bare(" ".join(each["message"] for each in hooks.taken("desk")))
    assert killed
    assert not [title for title in titles(first_day, killed).values() if bare(title) in said]
    still = ids(first_day, "select article_id from articles") & ids(two_days, "select article_id from articles")
    there = titles(two_days, {each for each in still if each in looked_at(desk)})
    assert there
    assert all(bare(title) in said for title in there.values())


def looked_at(desk) -> set[str]:
    lines = (desk.data / "journal" / "watches.jsonl").read_text().splitlines()
    return {each for line in map(json.loads, lines) if line["kind"] == "hits" for each in line["articles"]}


def test_an_edit_that_makes_it_match_is_told_and_an_edited_watch_begins_anew(desk, first_day, two_days):
    before = {row["article_id"]: row for row in first_day.rows("from articles")}
    changed = {
        row["article_id"]: set(re.findall(r"[a-z]{4,}", row["text"].lower()))
        - set(re.findall(r"[a-z]{4,}", before[row["article_id"]]["text"].lower()))
        for row in two_days.rows("from articles where language = 'en' and text is not null")
        if row["article_id"] in before and before[row["article_id"]]["revision"] != row["revision"]
    }
    article_id, words = next((each, words) for each, words in sorted(changed.items()) if words)
    written = f"- {{id: edits, name: Edits, text: {min(words)}, relevance: [talks, passing, 'no']}}"
    write(desk, written)
    look(desk)
    assert article_id not in known(desk)
    publish(desk, two_days)
    assert article_id in raised(look(desk))["edits"]
    write(desk, written.replace("text: ", "text: the OR "))
    assert raised(look(desk)) == {}
    assert len(known(desk)) > 30
    assert "2025-05" not in desk.call("watch", "history", "edits")
    desk.call("watch", "remove", "edits")
    write(desk, written)
    assert raised(look(desk, "--since", "2025-05-01")) == {}
    assert "edits: has begun, so --since changes nothing" in desk.call("watch", "run", "--since", "2025-05-01")


def known(desk) -> set[str]:
    lines = (desk.data / "journal" / "watches.jsonl").read_text().splitlines()
    return {each for line in map(json.loads, lines) for each in line["articles"]}


def test_more_than_usual_is_told_once_a_day(desk, two_days, hooks):
    with own_snapshot(
        desk, two_days
    ) as snapshot:  # the first day's articles as if they were of the fourteen days before
        snapshot.execute(
            "update article_revisions set day_on = day_on - cast(hash(article_id) % 14 as integer) where day_on = '2025-05-16'"
        )
        snapshot.execute("update article_revisions set title = title || repeat(' x', 5000)")
    write(
        desk,
        "- {id: loud, name: Loud, places: istanbul, alert: spike}\n- {id: calm, name: Calm, places: istanbul, alert: {spike: {at_least: 500}}}",
    )
    looked = look(desk)
    (spike,) = looked["alerts"]
    assert (spike["watch"], spike["day"], spike["kind"]) == ("loud", "2025-05-17", "spike")
    stories = two_days.rows(
        """select count(distinct story_id) as n from talks_stories where day_on = '2025-05-17'
        and article_id in (select article_id from mentions where actor = 'istanbul')"""
    )
    assert spike["count"] == stories[0]["n"]
    assert f"there are {spike['count']} so far" in hooks.taken("desk")[0]["message"]
    assert "x…" in hooks.taken("desk")[0]["message"]
    assert max(map(len, hooks.taken("desk")[0]["message"].splitlines())) < 1000
    assert look(desk)["alerts"] == []
    assert len(hooks.taken("desk")) == 1


def test_a_watch_that_is_wrong_ends_red_and_the_others_are_told(desk, two_days):
    write(desk, "- {id: a, name: A, facets: sanctions}\n- {id: b, name: B, facets: sanction}\n")
    said = look(desk, code=11)
    assert re.search(r"ours\.yaml:2: facets: there is no sanction: did you mean sanctions", said)
    publish(desk, two_days)
    look(desk, code=11)
    assert looked_at(desk)


def test_the_guide_does_what_it_says(desk, two_days, tmp_path):
    publish(desk, two_days)
    blocks = re.findall(r"^```(\w+)\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    (written,) = [body for language, body in blocks if language == "yaml"]
    write(desk, written)
    commands = [
        line.removeprefix("$ trucewatch ")
        for language, body in blocks
        if language == "console"
        for line in body.splitlines()
        if line.startswith("$ ")
    ]
    assert len(commands) >= 8
    said = {command: desk.call(*shlex.split(command)) for command in commands}
    assert all(said.values())
    desk.call("export", "articles", "--watch", "swaps", "--format", "jsonl", "--out", str(tmp_path / "out"))
    exported = [
        json.loads(line)["article_id"] for line in (tmp_path / "out" / "articles.jsonl").read_text().splitlines()
    ]
    tried = json.loads(desk.call("watch", "try", "swaps", "--days", "3660", "--json"))["articles"]
    assert len(exported) > 10
    assert sorted(exported) == sorted(tried)
