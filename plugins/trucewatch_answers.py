"""Answers of the plugin: pages and text under their headers, and what is said where there is no page."""

from typing import Final, TypeVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException as StarletteHTTPException
from trucewatch_access import ForbiddenForm

from pipelines.errors import NothingPublished, TrucewatchError
from pipelines.report.desk import notice_page
from pipelines.report.pages import Page

T = TypeVar("T")

HEADERS: Final = {
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}

NOTHING_ALLOWED: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

NOTICES: Final = {
    401: (
        "Not logged in",
        "These pages are shown to users of this Airflow.",
        "Log in to Airflow, then load the page again.",
    ),
    403: (
        "Not allowed",
        "Reading takes the right to read the runs of the DAG; deciding, the right to start runs of the DAG decide.",
        "Ask whoever grants roles in this Airflow.",
    ),
    404: ("No such page", "There is nothing at this address.", "Go to Data quality and follow a link from there."),
    405: ("Not so", "This address does not take a request of this kind.", "Follow a link from Data quality."),
    413: ("Too much", "The form is larger than any of ours.", "Decide about fewer things at once."),
    422: (
        "An address that cannot be read",
        "A part of the address is not one of those that the page knows.",
        "Remove what stands after the question mark, or follow a link.",
    ),
}


def answer(page: Page, status: int = 200) -> HTMLResponse:
    """Return a page under its policy, with the headers that every answer has."""
    headers = {"Content-Security-Policy": page.policy, "Referrer-Policy": page.referrer}
    return HTMLResponse(page.html, status, HEADERS | headers)


def plain(text: str, media_type: str) -> Response:
    """Return text for programs, under a policy that lets a browser do nothing with it."""
    return Response(text, 200, HEADERS | {"Content-Security-Policy": NOTHING_ALLOWED}, media_type)


def held(found: T | None) -> T:
    """Return what was found; where there is nothing, the answer is that there is no such page."""
    if found is None:
        raise StarletteHTTPException(404)
    return found


def root_of(request: Request) -> str:
    """Return the path under which this app answers, from Airflow's own configuration, ending with a slash."""
    return f"{request.scope.get('root_path', '')}/"


# ── Where there is no page ────────────────────────────────────────────────────────────────────────


def add_handlers(app: FastAPI) -> None:
    """Let each error be answered by a page."""
    app.add_exception_handler(NothingPublished, nothing_published)  # type: ignore[arg-type]  # each takes its own error
    app.add_exception_handler(StarletteHTTPException, refused)  # type: ignore[arg-type]  # each takes its own error
    app.add_exception_handler(ForbiddenForm, forbidden)  # type: ignore[arg-type]  # each takes its own error
    app.add_exception_handler(RequestValidationError, unreadable)  # type: ignore[arg-type]  # each takes its own error
    app.add_exception_handler(TrucewatchError, failed)  # type: ignore[arg-type]  # each takes its own error
    app.add_exception_handler(Exception, faulty)


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


def refused(request: Request, error: StarletteHTTPException) -> HTMLResponse:
    """Say why there is no page."""
    title, what, next_step = NOTICES.get(
        error.status_code, (f"Answer {error.status_code}", "The page cannot be shown.", "")
    )
    root = "" if error.status_code == 401 else root_of(request)
    answered = answer(notice_page(title, what, next_step=next_step, root=root), error.status_code)
    answered.headers.update(error.headers or {})
    return answered


def forbidden(request: Request, error: ForbiddenForm) -> HTMLResponse:
    """Say why a form is not obeyed, and that nothing has happened."""
    page = notice_page(
        "Nothing has happened",
        error.told,
        next_step="Open the page again, and send its form.",
        root=root_of(request),
    )
    return answer(page, 403)


def unreadable(request: Request, error: RequestValidationError) -> HTMLResponse:
    """Name the part of the address that is not one of those we know."""
    title, what, next_step = NOTICES[422]
    where = ", ".join(sorted({str(each["loc"][-1]) for each in error.errors()}))
    return answer(notice_page(title, what, where=where, next_step=next_step, root=root_of(request)), 422)


def failed(request: Request, error: TrucewatchError) -> HTMLResponse:
    """Say what happened, where, and what to do, as the command line does."""
    page = notice_page(
        "Cannot be read now", error.what, where=error.where, next_step=error.next_step, root=root_of(request)
    )
    return answer(page, 503)


def faulty(request: Request, _: Exception) -> HTMLResponse:
    """Say that it is a fault of ours; the traceback goes to the log of the API server, which raises it again."""
    page = notice_page(
        "A fault of ours",
        "The page could not be made.",
        next_step="The log of the API server says why; please report it.",
        root=root_of(request),
    )
    return answer(page, 500)
