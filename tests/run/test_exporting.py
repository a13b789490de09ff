"""Exports of the newsroom, in which one outlet's texts may not be passed on, and titles look like formulas."""

import csv
import json
import re
import shutil
import zipfile
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
from lxml import etree
from warcio.archiveiterator import ArchiveIterator

from pipelines.collect.raw import RawStore
from pipelines.errors import NothingHeld, NothingPublished, SettingsError, WarehouseError
from pipelines.run.exporting import DATASETS, FORMATS, export
from pipelines.run.places import PLACES
from pipelines.run.sharing import STAYING, leaving, share
from pipelines.settings import Settings
from pipelines.warehouse.exports import Choice

RESERVED, SANCTIONED = "harbour-post", "meridian-ledger"
FORMULAS = ('=HYPERLINK("http://x.example";"x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")
PIECE = 60
"""Code points of a text by which it is known again; no title is so long that it holds one of a text by chance."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def archive(two_days, tmp_path_factory):
    """The settings of a data folder whose snapshot was given other rights and titles than the newsroom's."""
    data = tmp_path_factory.mktemp("exported") / "data"
    for name in ("published", "raw", "held"):
        shutil.copytree(two_days.data / name, data / name, symlinks=True)
    with duckdb.connect(str((data / "published" / "trucewatch.duckdb").resolve())) as snapshot:
        snapshot.execute("update sources set redistributable = false where source_id = ?", [RESERVED])
        snapshot.execute(
            "update sources set sanctions = [{regime: 'eu', from_on: date '2022-03-02', to_on: null, note: null}] where source_id = ?",
            [SANCTIONED],
        )
        ids = snapshot.execute(
            "select article_id from articles where source_id not in (?, ?) order by 1 limit ?",
            [RESERVED, SANCTIONED, len(FORMULAS)],
        ).fetchall()
        for (article_id,), title in zip(ids, FORMULAS, strict=True):
            snapshot.execute("update article_revisions set title = ? where article_id = ?", [title, article_id])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRUCEWATCH_DATA", str(data))
        yield Settings(data=data)


@pytest.fixture(scope="module")
def ask(archive):
    """Rows of a question to the snapshot."""

    def asked(sql, *values):
        with duckdb.connect(
            str((archive.data / "published" / "trucewatch.duckdb").resolve()), read_only=True
        ) as snapshot:
            return snapshot.execute(sql, values).fetchall()

    return asked


@pytest.fixture(scope="module")
def exported(archive, tmp_path_factory):
    """A folder with every dataset in every format."""
    folder = tmp_path_factory.mktemp("all")
    for file_format in FORMATS:
        export([] if file_format == "warc" else DATASETS, file_format, Choice(), out=folder)
    return folder


def json_rows(folder: Path, dataset: str) -> list[dict]:
    return [json.loads(line) for line in (folder / f"{dataset}.jsonl").read_text(encoding="utf-8").splitlines()]


def words_of(folder: Path) -> dict[str, str]:
    """Return all text of an export by format: decoded, unpacked, inflated."""
    said = {"jsonl": "", "csv": "", "xlsx": "", "parquet": "", "warc": ""}
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        if path.suffix == ".jsonl":
            said["jsonl"] += json.dumps(json_rows(folder, path.stem), ensure_ascii=False)
        elif path.suffix == ".csv":
            said["csv"] += path.read_bytes().decode()
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                for name in book.namelist():
                    said["xlsx"] += "".join(etree.fromstring(book.read(name)).itertext())
        elif path.suffix == ".parquet":
            said["parquet"] += str(duckdb.sql(f"from read_parquet('{path}', hive_partitioning = false)").fetchall())
        else:
            assert path.name == "pages.warc.gz"
            said["warc"] += "".join(body.decode(errors="replace") for _, body in records(path))
    return said


def records(path: Path):
    """Return the headers and the body of each record of a web archive, its digests checked."""
    with path.open("rb") as file:
        archived = ArchiveIterator(file, check_digests="raise")
        return [(dict(each.rec_headers.headers), each.content_stream().read()) for each in archived]


def pieces(ask, condition: str) -> list[str]:
    """Return a piece of the text of each article, out of one paragraph."""
    rows = ask(f"select text from articles where {condition} and text_depth = 'full'")
    found = [max(text.split("\n"), key=len)[:PIECE] for (text,) in rows]
    return [piece for piece in found if len(piece) == PIECE and not set(piece) & set("\"'\\&<>")]


# ── Rights ────────────────────────────────────────────────────────────────────────────────────────


def test_what_may_not_be_passed_on_is_in_no_format(ask, exported):
    forbidden = pieces(ask, f"source_id in ('{RESERVED}', '{SANCTIONED}')")
    forbidden = [
        each
        for each in forbidden
        if not ask(
            "select 1 from articles where source_id not in (?, ?) and contains(text, ?)", RESERVED, SANCTIONED, each
        )
    ]
    allowed = pieces(ask, f"source_id not in ('{RESERVED}', '{SANCTIONED}')")
    assert len(forbidden) >= 5
    for file_format, words in words_of(exported).items():
        assert [each for each in forbidden if each in words] == [], file_format
        if file_format != "warc":
            assert [each for each in allowed if each not in words] == [], file_format


def test_title_and_link_are_there_all_the_same(exported):
    rows = [row for row in json_rows(exported, "articles") if row["source_id"] in {RESERVED, SANCTIONED}]
    assert len(rows) > 5
    for row in rows:
        assert (row["text"], row["authors"], row["site_name"], row["may_pass_on"]) == (None, None, None, False)
        assert row["title"]
        assert row["url"].startswith("http")
    others = [row for row in json_rows(exported, "articles") if row["source_id"] not in {RESERVED, SANCTIONED}]
    assert all(row["text"] and row["may_pass_on"] for row in others if row["text_depth"] == "full")


@pytest.mark.parametrize(
    ("dataset", "columns"), [("mentions", ["surface"]), ("statements", ["content", "speaker_name"])]
)
def test_so_are_ids_and_places_of_what_was_found(exported, dataset, columns):
    rows = json_rows(exported, dataset)
    reserved = [row for row in rows if row["source_id"] == RESERVED]
    assert reserved
    assert all(row[column] is None for row in reserved for column in columns)
    assert all(row["end"] > row["start"] for row in reserved)
    assert all(row[columns[0]] for row in rows if row["may_pass_on"])


# ── Formats ───────────────────────────────────────────────────────────────────────────────────────


def test_all_formats_hold_the_same_rows(exported, ask):
    for dataset in DATASETS:
        rows = json_rows(exported, dataset)
        with (exported / f"{dataset}.csv").open(encoding="utf-8", newline="") as file:
            cells = list(csv.DictReader(file))
        parquet = f"read_parquet('{exported}/{dataset}/**/*.parquet')"
        days = duckdb.sql(f"select typeof(day_on), count(*) from {parquet} group by 1").fetchall()
        assert len(rows) == len(cells) > 0
        assert days == [("DATE", len(rows))]
        assert duckdb.sql(f"describe from {parquet}").fetchall()[-1][0] == "day_on"
        assert [row["day_on"] for row in rows] == [row["day_on"] for row in cells]
        assert list(rows[0]) == list(cells[0])
    ((held,),) = ask("select count(*) from articles")
    assert held == len(json_rows(exported, "articles"))
    ((said,),) = ask("select count(*) from statements")
    assert said == len(json_rows(exported, "statements"))


def test_a_title_that_looks_like_a_formula_is_text_to_a_spreadsheet(exported):
    titles = {row["title"] for row in json_rows(exported, "articles")}
    assert set(FORMULAS) <= titles
    with (exported / "articles.csv").open(encoding="utf-8", newline="") as file:
        cells = {row["title"] for row in csv.DictReader(file)}
    assert {f"'{each}" for each in FORMULAS} <= cells
    assert not [cell for cell in cells if re.match(r"\s*[=+\-@\t\r]", cell)]
    with zipfile.ZipFile(exported / "articles.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "=HYPERLINK" in sheet


def test_pages_are_the_bytes_as_they_were_fetched(archive, ask, exported):
    found = records(exported / "pages.warc.gz")
    assert found[0][0]["WARC-Type"] == "warcinfo"
    pages = [(headers, body) for headers, body in found if headers["WARC-Type"] == "resource"]
    raw = RawStore(archive.data / "raw", archive.data / "held")
    fetched = {
        (url, f"{at.isoformat(timespec='microseconds')}Z"): sha256
        for url, at, sha256 in ask(
            "select coalesce(final_url, url), fetched_at, raw_sha256 from documents where kind = 'page'"
        )
    }
    assert len(pages) > 50
    for headers, body in pages:
        assert body == raw.get(fetched[headers["WARC-Target-URI"], headers["WARC-Date"]])
        assert headers["Content-Type"].startswith("text/html")
    links = [(headers, body.decode()) for headers, body in found if headers["WARC-Type"] == "metadata"]
    assert {re.search(r"//(?:www\.)?([\w-]+)", headers["WARC-Target-URI"])[1] for headers, _ in links} == {
        RESERVED,
        SANCTIONED,
    }
    assert all(re.match(r"title: .+\r\n", body) for _, body in links)


def test_held_killed_and_lost_pages_stay_out(archive, two_days, tmp_path):
    copy = tmp_path / "data"
    shutil.copytree(archive.data, copy, symlinks=True)
    raw = RawStore(copy / "raw", copy / "held")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRUCEWATCH_DATA", str(copy))
        (before,) = export([], "warc", Choice(), out=tmp_path / "a")
        with duckdb.connect(str((copy / "published" / "trucewatch.duckdb").resolve()), read_only=True) as snapshot:
            held, killed = snapshot.execute(
                "select d.raw_sha256 from documents as d join sightings as s on s.page_fetch_id = d.fetch_id "
                f"where d.source_id not in ('{RESERVED}', '{SANCTIONED}') and s.article_id in (select article_id from articles) "
                "group by 1 having count(*) = 1 order by 1 limit 2"
            ).fetchall()
        raw.hold(held[0])
        raw.remove(killed[0])
        (after,) = export([], "warc", Choice(), out=tmp_path / "b")
    assert (after.rows, after.left_out) == (before.rows - 2, 2)
    assert len(records(after.path)) == len(records(before.path)) - 2


# ── What is chosen ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("choice", "condition"),
    [
        ({"since": "2025-05-17"}, "day_on >= date '2025-05-17'"),
        ({"until": "2025-05-17"}, "day_on < date '2025-05-17'"),
        ({"sources": {RESERVED}}, f"source_id = '{RESERVED}'"),
        ({"relevance": {"talks"}}, "relevance = 'talks'"),
        ({"actors": {"ukraine"}}, "exists (from mentions as m where m.article_id = a.article_id and actor = 'ukraine')"),
        ({"facets": {"prisoner_exchange"}}, "exists (from revision_facets as f where f.article_id = a.article_id and f.revision = a.revision and facet = 'prisoner_exchange')"),
        ({"sources": {RESERVED}, "relevance": {"talks"}}, f"source_id = '{RESERVED}' and relevance = 'talks'"),
    ],
)  # fmt: skip
def test_filters_choose_articles(archive, ask, tmp_path, choice, condition):
    from datetime import date

    chosen = Choice(
        **{
            name: date.fromisoformat(each) if isinstance(each, str) else frozenset(each)
            for name, each in choice.items()
        }
    )
    (made,) = export(["articles"], "jsonl", chosen, out=tmp_path)
    wanted = {article_id for (article_id,) in ask(f"select article_id from articles as a where {condition}")}
    assert {row["article_id"] for row in json_rows(tmp_path, "articles")} == wanted
    assert made.rows == len(wanted) > 0


def test_of_what_was_said_only_what_is_about_them_is_taken(archive, ask, tmp_path):
    export(["mentions", "statements", "claims"], "jsonl", Choice(actors=frozenset({"ukraine"})), out=tmp_path)
    assert {row["actor"] for row in json_rows(tmp_path, "mentions")} == {"ukraine"}
    for dataset in ("statements", "claims"):
        rows = json_rows(tmp_path, dataset)
        assert rows
        assert all("ukraine" in {row["speaker"], row["target"]} for row in rows)


def test_what_cannot_be_asked_is_said_in_three_lines(archive, tmp_path):
    from datetime import date

    day = date(2025, 5, 16)
    for wanted, file_format, choice, out in [
        (["articlez"], "csv", Choice(), tmp_path),
        ([], "docx", Choice(), tmp_path),
        (["claims"], "warc", Choice(), tmp_path),
        ([], "csv", Choice(actors=frozenset({"ukrane"})), tmp_path),
        ([], "csv", Choice(since=day, until=day), tmp_path),
        ([], "csv", Choice(), archive.data / "raw" / "mine"),
        ([], "csv", Choice(), archive.data),
    ]:
        with pytest.raises(SettingsError) as refusal:
            export(wanted, file_format, choice, out=out)
        assert len(str(refusal.value).split("\n")) == 3
    with pytest.raises(NothingHeld):
        export([], "csv", Choice(until=date(1999, 1, 1)), out=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_before_anything_is_published(tmp_path, monkeypatch):
    monkeypatch.setenv("TRUCEWATCH_DATA", str(tmp_path / "data"))
    with pytest.raises(NothingPublished):
        export([], "csv", Choice(), out=tmp_path)
    with pytest.raises(NothingPublished):
        share(tmp_path / "a.duckdb")


def test_a_folder_with_other_files_is_not_replaced(archive, tmp_path):
    choice = Choice(sources=frozenset({RESERVED}))
    export(["stories"], "parquet", choice, out=tmp_path)
    export(["stories"], "parquet", Choice(), out=tmp_path)  # one of ours is
    own = tmp_path / "stories" / "notes.txt"
    own.write_text("mine")
    with pytest.raises(SettingsError, match="other files"):
        export(["stories"], "parquet", choice, out=tmp_path)
    assert own.read_text() == "mine"
    assert [each.name for each in tmp_path.iterdir()] == ["stories"]


# ── Kills ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def killing(archive):
    """Let the published snapshot know another tombstone, as after a kill; as before in the end."""
    beside = (archive.data / "published" / "trucewatch.duckdb").resolve().with_suffix(".json")
    before = beside.read_text()
    numbers = iter(range(100))
    yield lambda *_: beside.write_text(json.dumps({**json.loads(before), "tombstones_sha256": f"{next(numbers)}"}))
    beside.write_text(before)


def clear(archive):
    PLACES["exports"].clear(SimpleNamespace(house=SimpleNamespace(settings=archive)))


def test_a_kill_takes_exports_out_of_the_data_folder(archive, killing, tmp_path):
    home = archive.data / "exports"
    export(["stories"], "parquet", Choice(), out=home / "for" / "a friend")
    export(["stories"], "csv", Choice())
    export(["stories"], "csv", Choice(), out=tmp_path)
    share()
    clear(archive)
    assert len([each for each in home.rglob("*.*") if each.is_file()]) == 2 + 2 + 2  # days, table and snapshot, ours
    killing()
    clear(archive)
    assert {each.name for each in home.rglob("*")} == {".lock", ".tombstones"}
    assert (tmp_path / "stories.csv").exists()
    export(["stories"], "csv", Choice())
    clear(archive)
    assert (home / "stories.csv").exists()
    assert (home / "stories.csv").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("is_home", [True, False])
@pytest.mark.parametrize("file_format", ["csv", "parquet", "xlsx"])
def test_an_export_that_a_kill_overtakes_leaves_nothing(archive, killing, tmp_path, file_format, is_home):
    def kill(*_):
        killing()
        clear(archive)

    out = None if is_home else tmp_path
    with pytest.raises(WarehouseError, match="killed, withheld or released"):
        export(["stories"], file_format, Choice(), out=out, progress=kill)
    left = [each for each in (out or archive.data / "exports").rglob("*") if each.name not in {".lock", ".tombstones"}]
    assert left == []


# ── A snapshot to share ───────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def shared(archive, tmp_path_factory):
    path = tmp_path_factory.mktemp("shared") / "it's shared.duckdb"
    share(path)
    with duckdb.connect(str(path), read_only=True) as snapshot:
        yield snapshot


def decoded(snapshot, relation):
    """Return every value of a table or view as text, lists and structures with all that is in them."""
    return "\n".join(map(str, snapshot.execute(f'from "{relation}"').fetchall()))


def relations(snapshot):
    return [name for (name,) in snapshot.execute("select table_name from information_schema.tables").fetchall()]


def test_the_columns_that_hold_words_are_empty(shared, ask):
    was_full = 0
    for table, columns in leaving().items():
        for column in columns:
            assert shared.execute(f'select count("{column}") from {table}').fetchall() == [(0,)], (table, column)
            was_full += ask(f'select count("{column}") from {table}')[0][0] > 0
    assert was_full > 20


def test_no_table_and_no_view_holds_a_piece_of_a_text(shared, ask):
    texts = pieces(ask, "true")
    said = [
        content for (content,) in ask("select content from statements where zone = 'text' and length(content) > 30")
    ]
    titles = "\n".join(
        title for (title,) in ask("select distinct title from article_revisions union select title from sightings")
    )
    assert len(texts) > 50
    for relation in relations(shared):
        words = decoded(shared, relation)
        assert [each for each in texts if each in words] == [], relation
        assert [each for each in said if each in words and each not in titles] == [], relation


def test_titles_links_and_everything_else_stay(shared, ask, archive):
    assert sorted(relations(shared)) == sorted(
        name for (name,) in ask("select table_name from information_schema.tables")
    )
    for relation, columns in {
        "articles": "article_id, title, url, day_on, relevance, relevance_score",
        "mentions": 'article_id, position, actor, start, "end"',
        "statements": "article_id, position, speaker, type, facet, places, amounts",
        "documents": "fetch_id, url, final_url",
        "sources": "*",
        "first_reports": "claim_id, rank, source",
    }.items():  # fmt: skip
        sql = f"select {columns} from {relation} order by all"
        assert shared.execute(sql).fetchall() == ask(sql), relation
    assert {"title", "url"} <= STAYING
    types = "select table_name, column_name, data_type from duckdb_columns() where not internal order by all"
    assert shared.execute(types).fetchall() == ask(types)


def test_no_byte_of_a_text_lies_between_the_rows(archive, tmp_path, ask):
    path = tmp_path / "a.duckdb"
    share(path)
    body = path.read_bytes()
    assert not [each for each in pieces(ask, "true") if each.encode() in body]
    assert not [each for each in tmp_path.iterdir() if each != path]
