"""The routes of the plugin: login, headers, and which page answers. What the pages say is found in `pipelines`.

Every route, also an address that does not exist, asks for Airflow's login first. Whoever may read the runs of the DAG
`monitor` may read what they found; the tab of a DAG run asks for the right to read the runs of that DAG.

Airflow shows the pages in an iframe of its own origin. A browser passes the theme of the page around it on through
`color-scheme` (CSS Color Adjustment Level 1, section 2.3), so no script is needed, and none is allowed.
"""

from datetime import date
from typing import Annotated, Final

from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity
from airflow.api_fastapi.core_api.security import requires_access_dag, requires_authenticated
from fastapi import Depends, FastAPI, HTTPException, Path, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException as StarletteHTTPException

from pipelines.errors import NothingHeld, NothingPublished, TrucewatchError
from pipelines.report.desk import View, briefs_page, notice_page, quality_page, run_page
from pipelines.report.pages import Page

READ: Final = ["GET", "HEAD"]
EVERY: Final = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"]

HEADERS: Final = {
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}

NOTICES: Final = {
    401: (
        "Not logged in",
        "These pages are shown to users of this Airflow.",
        "Log in to Airflow, then load the page again.",
    ),
    403: ("Not allowed", "You may not read the runs of this DAG.", "Ask whoever grants roles in this Airflow."),
    404: ("No such page", "There is nothing at this address.", "Go to Data quality and follow a link from there."),
    405: ("Read only", "These pages can be read and nothing else.", "Open the address in a browser."),
    422: (
        "An address that cannot be read",
        "A part of the address is not one of those that the page knows.",
        "Remove what stands after the question mark, or follow a link.",
    ),
}

OTHER_DAGS: Final = {
    "collect": "Runs of collect fetch feeds, pages and wire files and load nothing; the next run of monitor accounts for all of it.",
    "brief": "Runs of brief write the brief of a day from what was loaded, and load nothing themselves.",
}

may_read_runs = Depends(requires_access_dag("GET", DagAccessEntity.RUN, "monitor"))
may_read_runs_of_dag = Depends(requires_access_dag("GET", DagAccessEntity.RUN))

app = FastAPI(
    title="trucewatch",
    dependencies=[Depends(requires_authenticated())],
    docs_url=None,
    redoc_url=None,
    openapi_url=None,
    redirect_slashes=False,  # a redirect would answer before the login is asked for
)


# ── Pages: plain functions, so that the blocking reads run in the thread pool ─────────────────────


@app.api_route("/quality", methods=READ, dependencies=[may_read_runs])
def quality(request: Request, view: Annotated[View, Depends(View)]) -> HTMLResponse:
    """Show whether the data is complete and sound."""
    from pipelines.run import desk

    return answer(quality_page(desk.quality(), view, root=root_of(request)))


@app.api_route("/runs/{run}", methods=READ, dependencies=[may_read_runs])
def run(request: Request, run: Annotated[str, Path(pattern=r"^\d{8}T\d{6}Z-[0-9a-f]{8}$")]) -> HTMLResponse:
    """Show one run by its own name."""
    from pipelines.run import desk

    report = desk.run_report(run)
    if report is None:
        raise HTTPException(404)
    return answer(run_page(report, root=root_of(request)))


@app.api_route("/dags/{dag_id}/runs/{dag_run_id:path}", methods=READ, dependencies=[may_read_runs_of_dag])
def run_of_dag(request: Request, dag_id: str, dag_run_id: str) -> HTMLResponse:
    """Show what a DAG run loaded: the tab on the DAG run."""
    from pipelines.run import desk

    root = root_of(request)
    if dag_id not in desk.LOADING_DAGS:
        what = OTHER_DAGS.get(dag_id, "This DAG is not one of trucewatch.")
        return answer(notice_page("This run loads nothing", what, root=root))
    report = desk.run_of_dag(dag_id, dag_run_id)
    if report is None:
        return answer(
            notice_page(
                "Nothing of this run is published",
                "It has not reached its task publish yet, failed before it, or ran on another data folder.",
                next_step="Look at its tasks; what it left undone, the next run of monitor takes up.",
                root=root,
            )
        )
    return answer(run_page(report, root=root, dag_run_id=dag_run_id))


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


@app.api_route("/{rest:path}", methods=EVERY)
def anything_else(request: Request) -> None:
    """Ask for the login before saying that there is no such page, or that it is read only."""
    known = {"quality", "runs", "dags", "brief", "briefs"}
    first = request.path_params["rest"].partition("/")[0]
    raise HTTPException(405 if first in known and request.method not in READ else 404)


# ── Answers ───────────────────────────────────────────────────────────────────────────────────────


def answer(page: Page, status: int = 200) -> HTMLResponse:
    """Return a page under its policy, with the headers that every answer has."""
    return HTMLResponse(page.html, status, {**HEADERS, "Content-Security-Policy": page.policy})


def root_of(request: Request) -> str:
    """Return the path under which this app answers, from Airflow's own configuration, ending with a slash."""
    return f"{request.scope.get('root_path', '')}/"


def brief_of(request: Request, day: date | None) -> HTMLResponse:
    """Return the brief of a day, of the latest one for None."""
    from pipelines.run import briefing

    root = root_of(request)
    try:
        return answer(briefing.brief_html(day, root=root))
    except NothingHeld as error:
        return answer(notice_page("No brief", error.what, next_step=error.next_step, root=root), 404)


@app.exception_handler(NothingPublished)
def nothing_published(request: Request, _: NothingPublished) -> HTMLResponse:
    """Say that there is no snapshot yet, and how there will be one."""
    return answer(
        notice_page(
            "Nothing published yet",
            "No run of monitor has published a snapshot in the data folder of this Airflow.",
            next_step="Unpause collect and monitor, or trigger them in this order; make demo shows it with sample data.",
            root=root_of(request),
        )
    )


@app.exception_handler(StarletteHTTPException)
def refused(request: Request, error: StarletteHTTPException) -> HTMLResponse:
    """Say why there is no page."""
    title, what, next_step = NOTICES.get(
        error.status_code, (f"Answer {error.status_code}", "The page cannot be shown.", "")
    )
    root = "" if error.status_code == 401 else root_of(request)
    answered = answer(notice_page(title, what, next_step=next_step, root=root), error.status_code)
    answered.headers.update(error.headers or {})
    return answered


@app.exception_handler(RequestValidationError)
def unreadable(request: Request, error: RequestValidationError) -> HTMLResponse:
    """Name the part of the address that is not one of those we know."""
    title, what, next_step = NOTICES[422]
    where = ", ".join(sorted({str(each["loc"][-1]) for each in error.errors()}))
    return answer(notice_page(title, what, where=where, next_step=next_step, root=root_of(request)), 422)


@app.exception_handler(TrucewatchError)
def failed(request: Request, error: TrucewatchError) -> HTMLResponse:
    """Say what happened, where, and what to do, as the command line does."""
    page = notice_page(
        "Cannot be read now", error.what, where=error.where, next_step=error.next_step, root=root_of(request)
    )
    return answer(page, 503)


@app.exception_handler(Exception)
def faulty(request: Request, _: Exception) -> HTMLResponse:
    """Say that it is a fault of ours; the traceback goes to the log of the API server, which raises it again."""
    page = notice_page(
        "A fault of ours",
        "The page could not be made.",
        next_step="The log of the API server says why; please report it.",
        root=root_of(request),
    )
    return answer(page, 500)
