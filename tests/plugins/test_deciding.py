"""People decide on the page Quarantine: who may, from where, asked once, and what is then started under whose name."""

import shutil
from urllib.parse import urlencode

import lxml.html
import pytest

from pipelines.records import DecisionAction
from pipelines.run import deciding

pytestmark = pytest.mark.airflow

HERE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
ITEM = "item/i2/r"


class Desk:
    """What a user fills in and sends."""

    def __init__(self, server, user="editor"):
        self.server, self.user = server, user

    def send(self, fields, *, user=None, headers=HERE):
        return self.server.ask(
            "/quarantine/decide",
            "POST",
            user=user or self.user,
            body=urlencode(fields, doseq=True),
            **{"Content-Type": "application/x-www-form-urlencoded", **headers},
        )

    def form(self, **changes):
        """Return the fields of the form on the page of something that is quarantined."""
        page = lxml.html.fromstring(self.server.ask(f"/quarantine/{ITEM}", user=self.user).text)
        (form,) = page.xpath("//form")
        assert form.get("action") == "/trucewatch/quarantine/decide"
        return {**hidden(form), "why": "it is right", "action": "reprocess", **changes}


def hidden(form):
    fields = {}
    for each in form.xpath(".//input[@type='hidden']"):
        fields.setdefault(each.get("name"), []).append(each.get("value"))
    return fields


@pytest.fixture
def desk(server):
    server.runs(paused=False)
    return Desk(server)


def test_asked_once_then_started_under_the_name_of_the_user(server, desk):
    before = len(server.runs())
    asked = desk.send(desk.form(why="<script>it</script> is\nright", subject=[ITEM, "item/i1/r", "item/nothing/r"]))
    assert asked.status == 200
    assert asked.headers["referrer-policy"] == "same-origin"
    assert "form-action 'self'" in asked.headers["content-security-policy"]
    page = lxml.html.fromstring(asked.text)
    assert page.xpath("//data[@data-figure='decide.able']/@value") == ["1"]
    assert "it is loaded" in page.text_content()
    assert "Nothing of this name is known" in page.text_content()
    assert not page.xpath("//script")
    assert len(server.runs()) == before

    (form,) = page.xpath("//form")
    for _ in range(2):  # a second click
        done = desk.send(hidden(form))
        assert done.status == 303, done.text[-900:]
        assert done.headers["location"] == "/trucewatch/quarantine"
    (run,) = server.runs()[before:]
    conf = {"action": "reprocess", "subjects": [ITEM], "why": "<script>it</script> is right"}
    assert (run["user"], run["state"], run["conf"]) == ("editor", "queued", conf)

    changed = desk.send({**hidden(form), "action": "dismiss"})
    assert changed.status == 403
    assert len(server.runs()) == before + 1


def test_things_that_are_ticked_on_the_list_are_decided_about_together(server, desk):
    page = lxml.html.fromstring(server.ask("/quarantine", user="editor").text)
    assert page.xpath("//input[@type='checkbox'][@form='decide'][@name='subject']/@value") == [ITEM]
    (form,) = page.xpath("//form")
    assert hidden(form).keys() == {"token"}
    assert desk.send({**hidden(form), "why": "all", "action": "dismiss"}).status == 422  # none is
    assert desk.send({**hidden(form), "why": "all", "action": "dismiss", "subject": ITEM}).status == 200
    assert not lxml.html.fromstring(server.ask("/quarantine", user="desk").text).xpath("//form | //input")


def test_pending_while_the_run_waits_and_told_when_it_failed(server, desk):
    page = lxml.html.fromstring(desk.send(desk.form(why="Wait9For")).text)
    desk.send(hidden(page.xpath("//form")[0]))
    for state, words in (("queued", "Reprocess: pending"), ("failed", "Failed to reprocess"), ("success", "Open")):
        server.runs(state=state)
        for address in ("/quarantine", f"/quarantine/{ITEM}"):
            assert words in lxml.html.fromstring(server.ask(address).text).text_content(), (state, address)


def test_pending_once_it_is_journalled(server, settings):
    """The page asks the journal and the snapshot, which it has open."""
    deciding.decide(DecisionAction.DISMISS, [deciding.subject_of(ITEM)], why="Journalled9", who="vera", chosen=settings)
    try:
        for address in ("/quarantine", f"/quarantine/{ITEM}"):
            answer = server.ask(address)
            assert answer.status == 200, address
            assert "ending" in lxml.html.fromstring(answer.text).text_content()
    finally:
        shutil.rmtree(settings.data / "journal")


def test_a_finding_is_acknowledged_the_same_way(server, desk):
    def send(fields):
        headers = {"Content-Type": "application/x-www-form-urlencoded", **HERE}
        body = urlencode(fields, doseq=True)
        return server.ask("/findings/acknowledge", "POST", user="editor", body=body, **headers)

    before = len(server.runs())
    page = lxml.html.fromstring(server.ask("/findings", user="editor").text)
    form = page.xpath("//form[contains(@action, '/findings/acknowledge')]")[0]
    fields = {**hidden(form), "why": "known"}
    (key,) = fields["subject"]
    assert key.startswith("finding/")
    too_many = send({**fields, "subject": [f"finding/volume/{number}" for number in range(501)]})
    assert too_many.status == 422
    assert "500 at once are the most" in too_many.text
    assert send({**fields, "token": desk.form()["token"]}).status == 403
    asked = send(fields)
    assert not lxml.html.fromstring(asked.text).xpath("//script | //img")
    (form,) = lxml.html.fromstring(asked.text).xpath("//form")
    done = send(hidden(form))
    assert (done.status, done.headers["location"]) == (303, "/trucewatch/findings")
    (run,) = server.runs()[before:]
    assert run["conf"] == {"action": "acknowledge", "subjects": [key], "why": "known"}
    for user in ("editor", "desk"):  # who may only read sees it too
        assert "editor has acknowledged it just now: pending" in server.ask("/findings", user=user).text, user
    server.runs(state="success")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://testserver:8080"},
        {"Origin": "null"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
        {"Cookie": "_token=x"},
    ],
    ids=str,
)
def test_what_another_page_made_a_browser_send_is_refused(server, desk, headers):
    before = server.runs()
    answer = desk.send(desk.form(), headers=headers)
    assert answer.status == 403
    assert "Nothing has happened" in answer.text
    assert server.runs() == before


@pytest.mark.parametrize("token", ["", "x", "eyJ.x.y", None, "of another user", "of another purpose"])
def test_a_form_that_is_not_ours_is_refused(server, desk, token):
    before, fields = server.runs(), desk.form()
    if token == "of another user":
        fields = Desk(server, "other").form()
    elif token == "of another purpose":
        fields["confirm"] = "yes"
    elif token is None:
        fields["token"] = fields["token"][0][:-3] + "AAA"
    else:
        fields["token"] = token
    assert desk.send(fields).status == 403
    assert server.runs() == before


def test_who_may_not_decide_is_offered_nothing_and_refused(server, desk):
    page = lxml.html.fromstring(server.ask(f"/quarantine/{ITEM}", user="desk").text)
    assert not page.xpath("//form")
    for user in ("desk", "nobody"):
        assert desk.send(desk.form(), user=user).status == 403


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"action": "erase"}, 422),
        ({"action": ["release", "dismiss"]}, 422),
        ({"why": " \n"}, 422),
        ({"subject": ["item/../../etc"]}, 422),
        ({"subject": [f"item/{n}/r" for n in range(501)]}, 422),
        ({"subject": [f"item/{n}/r" for n in range(2000)]}, 422),
        ({"why": "x" * 250_000}, 413),
        ({"action": "release"}, 200),  # nothing can be: said on the page, without a form
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_form_that_cannot_be_read_is_a_page(server, desk, changes, status):
    answer = desk.send(desk.form(**changes))
    assert answer.status == status
    page = lxml.html.fromstring(answer.text)
    assert len(page.xpath("//h1")) == 1
    assert not page.xpath("//form")
    assert desk.send({}, headers={**HERE, "Content-Type": "application/json"}).status == 422


def test_a_paused_dag_starts_nothing(server, desk):
    page = lxml.html.fromstring(desk.send(desk.form(why="Paused9")).text)
    server.runs(paused=True)
    before = server.runs()
    answer = desk.send(hidden(page.xpath("//form")[0]))
    server.runs(paused=False)
    assert answer.status == 503
    assert "The DAG decide is paused" in answer.text
    assert server.runs() == before


def test_the_form_is_posted_and_nothing_else(server):
    for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS"):
        answer = server.ask("/quarantine/decide", method, user="editor")
        assert (answer.status, answer.headers["allow"]) == (405, "POST")
