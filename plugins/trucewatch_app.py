"""The routes of the plugin: login, headers, and which page answers. What the pages say is found in `pipelines`.

Every route, also an address that does not exist, asks for Airflow's login first. Whoever may read the runs of the DAG
`monitor` may read what they found; the tab of a DAG run asks for the right to read the runs of that DAG. Whoever may start
a run of the DAG `decide` may decide about what is quarantined: such a run is what the form starts (trucewatch_access.py).

Airflow shows the pages in an iframe of its own origin. A browser passes the theme of the page around it on through
`color-scheme` (CSS Color Adjustment Level 1, section 2.3), so no script is needed, and none is allowed.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from fastapi import Depends, FastAPI, HTTPException, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from trucewatch_access import (
    MayDecide,
    SentForm,
    User,
    UserForms,
    logged_in,
    may_decide,
    may_read_runs,
    may_read_runs_of_dag,
    name_of,
)
from trucewatch_answers import HEADERS, add_handlers, answer, held, plain, root_of

from pipelines.errors import NothingHeld, SettingsError
from pipelines.report.desk import briefs_page, notice_page, quality_page
from pipelines.report.desk_articles import article_page
from pipelines.report.desk_decide import DecideForm, Line, confirm_page
from pipelines.report.desk_documents import document_page
from pipelines.report.desk_quarantine import QuarantineView, entry_page, quarantine_page
from pipelines.report.desk_rules import FindingsView, findings_page
from pipelines.report.desk_run import RunsView, run_page, runs_page
from pipelines.report.desk_source import source_page
from pipelines.report.desk_sources import SourcesView, sources_page

READ: Final = ["GET", "HEAD"]
EVERY: Final = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"]
NOT_POST: Final = [each for each in EVERY if each != "POST"]

OTHER_DAGS: Final = {
    "collect": "Runs of collect fetch feeds, pages and wire files and load nothing; the next run of monitor accounts for all of it.",
    "brief": "Runs of brief write the brief of a day from what was loaded, and load nothing themselves.",
}

app = FastAPI(
    title="trucewatch",
    dependencies=[logged_in],
    docs_url=None,
    redoc_url=None,
    openapi_url=None,
    redirect_slashes=False,  # a redirect would answer before the login is asked for
)
add_handlers(app)


# ── Pages: plain functions, so that the blocking reads run in the thread pool ─────────────────────


@app.api_route("/quality", methods=READ, dependencies=[may_read_runs])
def quality(request: Request) -> HTMLResponse:
    """Show whether the data is complete and sound."""
    from pipelines.run import desk

    return answer(quality_page(desk.quality(), root=root_of(request)))


@app.api_route("/runs", methods=READ, dependencies=[may_read_runs])
def runs(request: Request, view: Annotated[RunsView, Depends(RunsView)]) -> HTMLResponse:
    """List the last runs."""
    from pipelines.run import desk

    return answer(runs_page(desk.runs(), view, root=root_of(request)))


@app.api_route("/runs/{run}", methods=READ, dependencies=[may_read_runs])
def run(request: Request, run: Annotated[str, Path(pattern=r"^\d{8}T\d{6}Z-[0-9a-f]{8}$")]) -> HTMLResponse:
    """Show one run by its own name."""
    from pipelines.run import desk

    report = held(desk.run_report(run))
    return answer(run_page(report, root=root_of(request)))


@app.api_route("/dags/{dag_id}/runs/{dag_run_id:path}", methods=READ, dependencies=[may_read_runs_of_dag])
def run_of_dag(request: Request, dag_id: str, dag_run_id: str) -> HTMLResponse:
    """Show what a DAG run loaded: the tab on the DAG run."""
    from pipelines.run import desk

    report = desk.run_of_dag(dag_id, dag_run_id)
    root = root_of(request)
    return no_run(dag_id, root) if report is None else answer(run_page(report, root=root, dag_run_id=dag_run_id))


@app.api_route(
    "/dags/{dag_id}/tasks/{task_id}/{map_index}/runs/{dag_run_id:path}",
    methods=READ,
    dependencies=[may_read_runs_of_dag],
)
def task_of_dag(request: Request, dag_id: str, task_id: str, map_index: str, dag_run_id: str) -> HTMLResponse:
    """Show the part of a run that one of its tasks is about: the tab on the task instance.

    Of a task that is not mapped Airflow leaves `{MAP_INDEX}` in the address as it stands.
    """
    from pipelines.run import desk

    batch = int(map_index) if re.fullmatch(r"\d{1,4}", map_index, re.ASCII) else None
    found = desk.task_of_dag(dag_id, dag_run_id, task_id, batch)
    root = root_of(request)
    if found is None:
        return no_run(dag_id, root)
    report, task = found
    return answer(run_page(report, root=root, dag_run_id=dag_run_id, task=task))


@app.api_route("/sources", methods=READ, dependencies=[may_read_runs])
def sources(request: Request, view: Annotated[SourcesView, Depends(SourcesView)]) -> HTMLResponse:
    """Show how every source stood on each of the last days."""
    from pipelines.run import desk

    return answer(sources_page(desk.sources(view.days), view, root=root_of(request)))


@app.api_route("/sources/{source_id}", methods=READ, dependencies=[may_read_runs])
def source(request: Request, source_id: str) -> HTMLResponse:
    """Show one source with its history."""
    from pipelines.run import desk

    found = held(desk.source(source_id))
    return answer(source_page(found, root=root_of(request)))


@app.api_route("/documents/{fetch_id}", methods=READ, dependencies=[may_read_runs])
def document(request: Request, fetch_id: str) -> HTMLResponse:
    """Show one document as it came."""
    from pipelines.run import desk_items

    found = held(desk_items.document(fetch_id))
    return answer(document_page(found, root=root_of(request)))


@app.api_route("/articles/{article_id}", methods=READ, dependencies=[may_read_runs])
def article(request: Request, article_id: str) -> HTMLResponse:
    """Show one article that is held."""
    from pipelines.run import desk_items

    found = held(desk_items.article(article_id))
    return answer(article_page(found, root=root_of(request)))


@app.api_route("/findings", methods=READ, dependencies=[may_read_runs])
def findings(
    request: Request, view: Annotated[FindingsView, Depends(FindingsView)], forms: UserForms, may: MayDecide
) -> HTMLResponse:
    """Show what the rules over all runs found, with the form that acknowledges it."""
    from trucewatch_actions import requested_findings

    from pipelines.run import desk_items

    form = DecideForm(token=forms.token("findings")) if may else None
    found, pending = desk_items.findings(), requested_findings()
    return answer(findings_page(found, view, root=root_of(request), form=form, pending=pending))


# ── For monitors ──────────────────────────────────────────────────────────────────────────────────


@app.api_route("/monitor.json", methods=READ, dependencies=[may_read_runs])
def monitor_json() -> Response:
    """Tell a monitor the state of the house as JSON."""
    from pipelines.report import monitors
    from pipelines.run import desk

    found = desk.quality()
    told = json.dumps(monitors.as_json(found, found.findings or ()), indent=2)
    return plain(f"{told}\n", "application/json")


@app.api_route("/metrics", methods=READ, dependencies=[may_read_runs])
def metrics() -> Response:
    """Tell a monitor the state of the house in Prometheus' text format."""
    from pipelines.report import monitors
    from pipelines.run import desk

    found = desk.quality()
    return plain(monitors.prometheus(found, found.findings or ()), monitors.CONTENT_TYPE)


@app.api_route("/brief", methods=READ, dependencies=[may_read_runs])
def latest_brief(request: Request) -> HTMLResponse:
    """Show the brief of the latest day."""
    return brief_of(request, None)


@app.api_route("/brief/{day}", methods=READ, dependencies=[may_read_runs])
def brief(request: Request, day: Annotated[str, Path(pattern=r"^\d{4}-\d{2}-\d{2}$")]) -> HTMLResponse:
    """Show the brief of a day."""
    try:
        chosen = date.fromisoformat(day)
    except ValueError as error:  # 2025-02-30
        raise HTTPException(422) from error
    return brief_of(request, chosen)


@app.api_route("/briefs", methods=READ, dependencies=[may_read_runs])
def briefs(request: Request) -> HTMLResponse:
    """List the days that have a brief."""
    from pipelines.run import desk

    days, question = desk.brief_days()
    return answer(briefs_page(days, question, root=root_of(request)))


# ── Actions: forms, each asked about once before anything happens ─────────────────────────────────


@app.post("/quarantine/decide", dependencies=[may_decide])
def decide(request: Request, user: User, form: SentForm, forms: UserForms) -> Response:
    """Release, reprocess or dismiss what is quarantined."""
    from pipelines.records import DecisionAction
    from pipelines.run import deciding

    def lines(action: str, keys: list[str]) -> list[Line]:
        found = deciding.prospects(DecisionAction(action), [deciding.subject_of(key) for key in keys])
        return [
            Line(
                key=each.subject.key,
                source_id=each.source_id,
                what=each.what,
                reason=each.reason,
                detail=each.detail,
                refused=each.refused,
            )
            for each in found
        ]

    return act(request, user, form, forms, Action(section="quarantine", names=frozenset(DecisionAction), lines=lines))


@app.post("/findings/acknowledge", dependencies=[may_decide])
def acknowledge(request: Request, user: User, form: SentForm, forms: UserForms) -> Response:
    """Say of findings that they are known."""
    from pipelines.records import ACKNOWLEDGE
    from pipelines.run import deciding

    def lines(_: str, keys: list[str]) -> list[Line]:
        found = deciding.open_findings(keys)
        return [
            Line(
                key=each.key,
                source_id="",
                what=f"{each.title} {each.subject}".strip(),
                reason=each.detail,
                detail="",
                refused=each.refused,
            )
            for each in found
        ]

    return act(request, user, form, forms, Action(section="findings", names=frozenset({ACKNOWLEDGE}), lines=lines))


@app.api_route("/quarantine/decide", methods=NOT_POST, dependencies=[may_decide])
@app.api_route("/findings/acknowledge", methods=NOT_POST, dependencies=[may_decide])
def is_posted() -> None:
    """Say that a form is sent here, and nothing to be read."""
    raise HTTPException(405, headers={"Allow": "POST"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What the form of a page may ask for (`names`), and what that is about: lines of action and keys."""

    section: str
    names: frozenset[str]
    lines: Callable[[str, list[str]], list[Line]]


def act(request: Request, user: User, form: SentForm, forms: UserForms, action: Action) -> Response:
    """Say what would happen; once that is confirmed, start the DAG run that makes it happen."""
    from trucewatch_actions import start_deciding

    from pipelines.run.people import reason_of

    root, name, why, token = root_of(request), only(form, "action"), only(form, "why"), only(form, "token")
    keys = sorted(set(form.get("subject", ())))
    if name not in action.names or not keys:
        raise HTTPException(422)
    if "confirm" in form:
        nonce = forms.check(token, "confirm", action=name, subjects=keys, why=why)
        start_deciding(name, keys, why, user_name=name_of(user), nonce=nonce)
        return RedirectResponse(f"{root}{action.section}", 303, HEADERS)
    forms.check(token, action.section)
    try:
        reason = reason_of(why)
        lines = action.lines(name, keys)
    except SettingsError as error:
        return answer(notice_page("Not decided", error.what, next_step=error.next_step, root=root), 422)
    able = sorted(line.key for line in lines if line.refused is None)
    token = forms.token("confirm", action=name, subjects=able, why=reason)
    return answer(confirm_page(name, lines, reason, token, root=root))


@app.api_route("/quarantine", methods=READ, dependencies=[may_read_runs])
def quarantine(
    request: Request, view: Annotated[QuarantineView, Depends(QuarantineView)], forms: UserForms, may: MayDecide
) -> HTMLResponse:
    """Show what is set aside, and what was decided about it."""
    from trucewatch_actions import requested

    from pipelines.run import desk_items

    found = desk_items.quarantine(requested=requested())
    return answer(quarantine_page(found, view, root=root_of(request), form=decide_form(forms, may=may)))


@app.api_route("/quarantine/{key:path}", methods=READ, dependencies=[may_read_runs])
def quarantined(request: Request, key: str, forms: UserForms, may: MayDecide) -> HTMLResponse:
    """Show one thing that is or was set aside, with the form that decides about it."""
    from trucewatch_actions import requested

    from pipelines.run import desk_items

    try:
        found = held(desk_items.entry(key, requested=requested()))
    except SettingsError as error:
        raise HTTPException(404) from error
    form = decide_form(forms, key, may=may and found.entry is not None)
    return answer(entry_page(found, root=root_of(request), form=form))


@app.api_route("/{rest:path}", methods=EVERY)
def anything_else(request: Request) -> None:
    """Ask for the login before saying that there is no such page, or that it is read only."""
    known = {"quality", "runs", "dags", "sources", "quarantine", "findings", "articles", "documents", "brief", "briefs"}
    first = request.path_params["rest"].partition("/")[0]
    raise HTTPException(405 if first in known and request.method not in READ else 404)


# ── Answers ───────────────────────────────────────────────────────────────────────────────────────


def decide_form(forms: UserForms, *keys: str, may: MayDecide) -> DecideForm | None:
    """Return the form that decides about these keys, for a page that shows them; None where the user may not decide.

    Given to the page as `form`, with `requested()` of trucewatch_actions among what is pending.
    """
    return DecideForm(token=forms.token("quarantine"), subjects=keys) if may else None


def only(form: SentForm, name: str) -> str:
    """Return the one value of a field. Raises `HTTPException` 422 where there is none, or more."""
    values = form.get(name, ())
    if len(values) != 1:
        raise HTTPException(422)
    return values[0]


def no_run(dag_id: str, root: str) -> HTMLResponse:
    """Say why there is nothing to show of a DAG run."""
    from pipelines.run import desk

    if dag_id not in desk.LOADING_DAGS:
        what = OTHER_DAGS.get(dag_id, "This DAG is not one of trucewatch.")
        return answer(notice_page("This run loads nothing", what, root=root))
    return answer(
        notice_page(
            "Nothing of this run is published",
            "It has not reached its task publish yet, failed before it, or ran on another data folder.",
            next_step="Look at its tasks; what it left undone, the next run of monitor takes up.",
            root=root,
        )
    )


def brief_of(request: Request, day: date | None) -> HTMLResponse:
    """Return the brief of a day, of the latest one for None."""
    from pipelines.run import briefing

    root = root_of(request)
    try:
        return answer(briefing.brief_html(day, root=root))
    except NothingHeld as error:
        return answer(notice_page("No brief", error.what, next_step=error.next_step, root=root), 404)
