"""Messages reach real servers on this machine: each once, as plain words, and nobody learns an address from it."""

import json
import logging
import os
import re
import shutil
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message as Mail
from pathlib import Path

import duckdb
import pytest
from aiosmtpd.controller import Controller

from pipelines.errors import NotDelivered, RunStopped, SettingsError
from pipelines.run.channels import CONNECTION, SCHEMES, Letter, Post, read_channels, worded
from pipelines.run.notifying import Message, notify
from pipelines.run.telling import MOST_LINES, Failure, day_to_send, last_over, message_of, tell_findings
from pipelines.settings import Settings

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "send-it-somewhere.md"
SECRET = "Xq7secretToken"
"""What the addresses of `hooks` hold."""


class Letterbox:
    """What an SMTP server was handed."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []

    async def handle_DATA(self, _server: object, _session: object, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.mails.append(message_from_bytes(envelope.content))
        return "250 OK"


@pytest.fixture
def house(tmp_path: Path):
    """Settings with a file of these channels."""

    def furnished(*lines: str, mode: int = 0o600) -> Settings:
        path = tmp_path / "channels"
        path.write_text("\n".join(lines) + "\n")
        path.chmod(mode)
        return Settings(data=tmp_path / "data", notify=path)

    return furnished


def hit(key: str = "watch/a/1", **also: str) -> Message:
    return Message(**{"title": "A hit", "text": "Something.", "key": key, "kind": "watch", **also})


def journal(chosen: Settings) -> list[dict]:
    return [json.loads(line) for line in (chosen.data / "journal" / "alerts.jsonl").read_text().splitlines()]


def test_a_message_goes_once_to_the_channels_that_take_its_kind(house, hooks):
    chosen = house(f"watch, run = {hooks.url('desk')}", f"brief={hooks.url('mornings')}", hooks.url("all"))
    assert [each.outcome for each in notify([hit(), hit("watch/a/2"), hit()], chosen)] == [
        "sent",
        "sent",
        "already_sent",
    ]
    assert notify([hit()], chosen)[0].outcome == "already_sent"
    assert [len(hooks.taken(name)) for name in ("desk", "mornings", "all")] == [2, 0, 2]
    assert notify([hit()], chosen, again=True)[0].outcome == "sent"
    assert len(hooks.taken("desk")) == 3


def test_who_did_not_take_it_is_asked_again_and_nobody_else(house, hooks, caplog):
    caplog.set_level(logging.DEBUG)
    hooks.down = {"desk"}
    chosen = house(hooks.url("all"), f"watch={hooks.url('desk')}")
    (sent,) = notify([hit()], chosen)
    assert (sent.outcome, sent.detail) == ("failed", "not taken by channel 2 (json, watch)")
    assert notify([hit()], chosen)[0].outcome == "failed"
    hooks.down = set()
    reordered = house(f"watch={hooks.url('desk')}", hooks.url("all"))  # known by what they are, not by their place
    assert notify([hit()], reordered)[0].outcome == "sent"
    assert [len(hooks.taken(name)) for name in ("all", "desk")] == [1, 1]
    assert SECRET not in caplog.text + (chosen.data / "journal" / "alerts.jsonl").read_text() + repr(
        read_channels(chosen)
    )


def test_a_channel_that_hangs_is_waited_for_once_a_call(house, hooks):
    with socket.create_server(("127.0.0.1", 0)) as silent:  # it takes connections and never answers
        chosen = house(f"json://127.0.0.1:{silent.getsockname()[1]}/", hooks.url("desk"))
        hanging, desk = read_channels(chosen)
        post = Post([hanging, desk], timeout_seconds=0.2)
        letter = Letter(title="A hit", text="Something.")
        assert [post.send(letter, each) for each in (hanging, desk, hanging, desk)] == [False, True, False, True]
        silent.settimeout(0.2)
        silent.accept()[0].close()
        with pytest.raises(TimeoutError):
            silent.accept()


def test_what_a_channel_did_not_take_keeps_nothing_else_from_it(house, hooks):
    chosen = house(hooks.url("desk"))
    hooks.down = {"desk"}
    notify([hit()], chosen)
    hooks.down = set()
    sent = notify([hit(title="Refused before"), hit("watch/a/2", title="New")], chosen)
    assert [(each.key, each.outcome) for each in sent] == [("watch/a/1", "sent"), ("watch/a/2", "sent")]
    assert [each["title"] for each in hooks.taken("desk")] == ["New", "Refused before"]


def test_two_processes_that_tell_the_same_tell_it_once(house, hooks):
    chosen = house(hooks.url("desk"))
    with ThreadPoolExecutor(2) as pool:  # the lock is one of open files: threads stand for processes
        outcomes = [each.result()[0].outcome for each in [pool.submit(notify, [hit()], chosen) for _ in range(2)]]
    assert sorted(outcomes) == ["already_sent", "sent"]
    assert len(hooks.taken("desk")) == 1


def test_without_a_channel_a_message_is_noted_once_and_sent_when_there_is_one(house, hooks):
    nobody = house(f"brief={hooks.url('mornings')}")
    assert [notify([hit()], nobody)[0].outcome for _ in range(2)] == ["no_channel", "no_channel"]
    assert [(row["outcome"], row["key"]) for row in journal(nobody)] == [("no_channel", "watch/a/1")]
    assert notify([hit()], house(hooks.url("desk")))[0].outcome == "sent"


def test_the_journal_keeps_titles_of_ours_only(house):
    chosen = house("# nobody yet")
    notify([hit(title="Headline of somebody"), Message(title="Brief", text="", key="brief/1", kind="brief")], chosen)
    assert [row["title"] for row in journal(chosen)] == [None, "Brief"]


def test_an_airflow_connection_holds_addresses_parted_by_blanks(hooks, tmp_path):
    chosen = Settings(data=tmp_path, secrets={CONNECTION: f"watch={hooks.url('desk')} {hooks.url('all')}"})
    assert notify([hit()], chosen)[0].outcome == "sent"
    assert [len(hooks.taken(name)) for name in ("desk", "all")] == [1, 1]


def test_mail_carries_a_page_of_ours_and_a_title_makes_no_header(house, free_port):
    box = Letterbox()
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        chosen = house(f"mailto://127.0.0.1:{port}/?from=house@press.example&to=desk@press.example&mode=insecure")
        title = "Peace\r\nBcc: all@press.example\r\n\r\n<b>body</b> 🕊 \x1b[31m\u202e"
        page = "<!doctype html><html><body><h1>Brief</h1><p>a &lt;script&gt;</p></body></html>"
        sent = notify([hit(title=title, text=r"\<img src=x\> \*a\*")], chosen)
        sent += notify([hit("watch/a/2", html=page)], chosen)  # in one call Apprise pauses for seconds between mails
    finally:
        controller.stop()
    assert [each.outcome for each in sent] == ["sent", "sent"]
    plain, paged = box.mails
    assert plain["Bcc"] is None
    assert str(make_header(decode_header(plain["Subject"]))) == (
        r"Peace Bcc: all@press.example <b>body</b> 🕊 \x1b[31m\u202e"
    )
    assert [(part.get_content_type(), part.get_payload(decode=True).decode().strip()) for part in leaves(plain)] == [
        ("text/plain", "<img src=x> *a*")
    ]
    (html,) = [part for part in leaves(paged) if part.get_content_type() == "text/html"]
    assert "<h1>Brief</h1><p>a &lt;script&gt;</p>" in html.get_payload(decode=True).decode()


def leaves(mail: Mail) -> list[Mail]:
    return [part for part in mail.walk() if not part.is_multipart()]


def test_words_of_others_call_nobody_and_are_no_markup():
    text = "@everyone <!channel> <@U1>\x07\n" + r"\*\*x\*\* \[a\]\(b\)"
    assert worded(text, "slack") == "@\u200beveryone <\u200b!channel> <\u200b@\u200bU1>\\x07\n**x** [a]\\(b\\)"
    assert worded(text, "discord").endswith(r"\*\*x\*\* \[a\]\(b\)")
    assert worded(text, "json").startswith("@everyone")


@pytest.mark.parametrize("scheme", ["exec", "dbus", "macosx", "windows", "syslog", "file", "gnome", "https", "smpp"])
def test_what_is_no_service_on_the_net_is_refused(house, scheme):
    with pytest.raises(SettingsError, match="not allowed") as refused:
        read_channels(house(f"{scheme}://{SECRET}"))
    assert ", ".join(sorted(SCHEMES)) in str(refused.value)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ((f"briefs=json://h/{SECRET}",), "tag that no message has: briefs"),
        ((SECRET,), "line 1 is not understood"),
        ((f"include file:///{SECRET}",), "line 1 is not understood"),
        (("urls:", f"  - json://h/{SECRET}: {{tag: brief, verify: no}}"), "may hold a `tag`"),
        (("include: x", "urls: []"), "may hold `version` and a list `urls`"),
        (("urls:", f"  - 'json://{SECRET}", "]"), "the YAML is not understood"),
        ((f"discord://{SECRET}/{SECRET}?template=/etc/passwd",), "names a file to read"),
        ((f"ntfy://{SECRET}/{SECRET}?attach=file:///etc/passwd",), "names a file to read"),
        ((f"gotify://{SECRET}",), "does not understand the address of channel 1 (gotify)"),
    ],
)
def test_a_list_that_is_not_right_is_refused_without_its_addresses(house, lines, says):
    with pytest.raises(SettingsError, match=re.escape(says)) as refused:
        notify([hit()], house(*lines))
    assert SECRET not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_list_that_others_may_read_is_refused(house):
    with pytest.raises(SettingsError, match="chmod 600"):
        read_channels(house("json://h/", mode=0o640))


def test_the_yaml_of_apprise_is_read_with_its_tags(house):
    lines = (
        "version: 1",
        "urls:",
        "  - json://a/",
        "  - jsons://b/:",
        "      tag: [brief, watch]",
        "  - ntfy://c/: [{tag: run}]",
    )
    assert [(each.number, each.scheme, sorted(each.tags)) for each in read_channels(house(*lines))] == [
        (1, "json", []),
        (2, "jsons", ["brief", "watch"]),
        (3, "ntfy", ["run"]),
    ]


def test_a_failure_says_what_happened_where_and_what_to_do():
    error = RunStopped("Nothing was loaded: 3 of 9 *articles*.", where="expectations/", next_step="Mend it.")
    when = datetime(2026, 1, 2, tzinfo=UTC)
    told = message_of(
        Failure(dag="monitor", run_id="m|1", run_after=when, task="finish", error=error, page="https://d/")
    )
    assert told.title == "trucewatch: monitor: stopped by validation, nothing was loaded"
    for words in (r"3 of 9 \*articles\*", "task finish", "What to do next: Mend it.", "Page: https://d/", r"run m\|1"):
        assert words in told.text
    assert "m|1" not in told.key
    of_others = message_of(Failure(dag="collect", run_id="c", run_after=when, task="t", error=ValueError(SECRET)))
    assert "ValueError" in of_others.text
    assert SECRET not in of_others.text + of_others.title
    assert of_others.key == "run/collect/2026-01-02"


@pytest.mark.parametrize(
    ("planned", "zone", "day"),
    [
        ((2, 5), "UTC", 1),  # of the second of March there are five hours
        ((2, 0), "UTC", 1),
        ((3, 0), "UTC", 2),
        ((2, 23), "Europe/Kyiv", 2),  # where it is the third
        ((1, 23), "UTC", None),
        ((9, 5), "UTC", 2),
    ],
)
def test_the_brief_that_is_sent_is_of_a_day_that_is_over(planned, zone, day):
    days = [{"day_on": date(2026, 3, each)} for each in (1, 2, 30)]
    runs = [
        {"planned_at": datetime(2026, 3, *planned, tzinfo=UTC), "mode": "monitor", "stopped": False},
        {"planned_at": datetime(2026, 3, 29, tzinfo=UTC), "mode": "reprocess", "stopped": False},
        {"planned_at": datetime(2026, 3, 29, tzinfo=UTC), "mode": "monitor", "stopped": True},
    ]
    assert last_over(days, runs, zone) == (date(2026, 3, day) if day else None)


@pytest.fixture
def after_a_day(two_days, shop, house, monkeypatch):
    """This process set up for the snapshot of two press days, a copy of one's own, with channels of these lines."""
    shutil.copytree(two_days.data / "published", shop.data / "published", symlinks=True)
    monkeypatch.setenv("TRUCEWATCH_DATA", str(shop.data))

    def with_channels(*lines: str) -> Path:
        monkeypatch.setenv("TRUCEWATCH_NOTIFY", str(house(*lines).notify))
        return shop.data

    return with_channels


def stand(data: Path, *findings: tuple[str, str]) -> None:
    """Let these findings stand, by subject and severity, as a publication would."""
    with duckdb.connect(str((data / "published" / "trucewatch.duckdb").resolve())) as snapshot:
        snapshot.execute("delete from findings")
        for subject, severity in findings:
            snapshot.execute(
                """insert into findings (rule, subject, severity, title, detail, first_seen_at, last_seen_at, run)
                values ('volume', ?, ?, 'fewer articles than usual', 'three; *fewer*', '2026-03-01', '2026-03-02', 'r')""",
                [subject, severity],
            )


def test_new_findings_are_told_once_in_one_message(after_a_day, hooks):
    data = after_a_day(f"brief={hooks.url('mornings')}")
    old = [("a<b>\n**c**" + "x" * 900, "critical"), *((f"s{each}", "warning") for each in range(30))]
    stand(data, *old, ("small", "info"))
    assert tell_findings() == ()
    after_a_day(f"finding={hooks.url('desk')}", f"finding={hooks.url('night')}")
    hooks.down = {"night"}
    with pytest.raises(NotDelivered, match="did not reach"):
        tell_findings()
    (told,) = hooks.taken("desk")
    assert told["title"] == "trucewatch: 31 new findings, 1 critical"
    assert r"- critical, volume a\<b\>\\n\*\*c" in told["message"]
    assert f"and {31 - MOST_LINES} more" in told["message"]
    assert "small" not in told["message"]
    assert max(map(len, told["message"].splitlines())) < 600
    assert told["message"].count("What to do: ") == 1

    hooks.down = set()
    stand(data, *old[:-1], ("new one", "warning"))
    assert [each.outcome for each in tell_findings()] == ["sent", "sent"]
    new, rest = hooks.taken("night")
    assert (new["title"], rest["title"]) == (
        "trucewatch: fewer articles than usual (warning)",
        "trucewatch: 30 new findings, 1 critical",  # what has closed by then is no news
    )
    assert [each["title"] for each in hooks.taken("desk")] == [told["title"], new["title"]]
    assert tell_findings() == ()
    written = (data / "journal" / "alerts.jsonl").read_text()
    assert re.search(r'"key": "finding/volume/[0-9a-f]{16}/2026-03-01T00:00:00"', written)
    assert not re.search("new one|s12|fewer", written)


def test_the_guide_is_true(after_a_day, shop, hooks, house):
    text = GUIDE.read_text(encoding="utf-8")
    (listed,) = re.findall(r"^```text\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    described = read_channels(house(*listed.splitlines()))
    assert [sorted(each.tags) for each in described] == [["brief"], ["finding", "watch"], ["run"], []]
    Post(described)  # Apprise understands each of them
    allowed = set(
        re.split(r",? and |, ", re.search(r"^Allowed are (.*?), and those", text, re.MULTILINE | re.DOTALL)[1])
    )
    assert {each.removesuffix("s") for each in SCHEMES} == allowed

    after_a_day(f"brief={hooks.url('mornings')}")
    shop.environment["TRUCEWATCH_NOTIFY"] = os.environ["TRUCEWATCH_NOTIFY"]
    commands = re.findall(r"^\$ trucewatch .*$", text, re.MULTILINE)
    out = ("--format", "md", "--out", str(shop.data / "brief.md"))  # one form is written and not three
    said = {line: shop.call(*line.split()[2:], *(out if " brief " in line else ())) for line in commands}
    assert "1" in said["$ trucewatch notify list"]
    assert "taken" in said["$ trucewatch notify test --tag brief"]
    word, brief = hooks.taken("mornings")
    assert word["title"] == "trucewatch: a test"
    assert "17 May 2025" in brief["title"]
    assert len(brief["message"]) > 1000
    assert SECRET not in str(said)
    assert day_to_send(Settings(data=shop.data)) == date(
        2025, 5, 16
    )  # the last run was planned a second before midnight
    hooks.down = {"mornings"}
    assert "Not taken" in shop.call("notify", "test", code=1)
