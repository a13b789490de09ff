"""Who may see and do what, by Airflow's own login: the only module that depends on Airflow's security helpers.

A route depends on one of the rights below. An action is a form without scripts, so its right alone is not enough: the
browser sends Airflow's cookie (SameSite=Lax) also where a page of another origin on the same site, such as another port
of this host, made it send the form. So an action also asks

    Sec-Fetch-Site / Origin ─▶ was the form sent by a page of this origin?         `from_here`
    token in the form       ─▶ did we make this form, for this user, an hour ago at most?    `Forms`

A token is signed with Airflow's `[api] secret_key`, as Airflow signs its own tokens. It is bound to the user and to what
the form is for; the one of a confirmation also to the very values that were confirmed.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Annotated, Final
from urllib.parse import parse_qs, urlsplit

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.auth.managers.models.base_user import BaseUser
from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity, DagDetails
from airflow.api_fastapi.auth.tokens import get_signing_key
from airflow.api_fastapi.core_api.security import GetUserDep, requires_access_dag, requires_authenticated
from airflow.configuration import conf
from airflow.models.dag import DagModel
from fastapi import Depends, HTTPException, Request
from itsdangerous import BadSignature, URLSafeTimedSerializer

DECIDING_DAG: Final = "decide"
"""The DAG whose runs people start who decide; whoever may start one may decide."""

FORM_BYTES: Final = 200_000
FORM_FIELDS: Final = 1_000
TOKEN_SECONDS: Final = 3_600

logged_in: Final = Depends(requires_authenticated())
may_read_runs: Final = Depends(requires_access_dag("GET", DagAccessEntity.RUN, "monitor"))
may_read_runs_of_dag: Final = Depends(requires_access_dag("GET", DagAccessEntity.RUN))
"""Of the DAG that the address names as `dag_id`."""
may_decide: Final = Depends(requires_access_dag("POST", DagAccessEntity.RUN, DECIDING_DAG))

User = GetUserDep
Form = Mapping[str, Sequence[str]]


class ForbiddenForm(Exception):  # noqa: N818 - it is no error of ours
    """A form that we did not make, or that was sent from elsewhere; `told` says which, to the person who sent it."""

    def __init__(self, told: str) -> None:
        self.told = told
        super().__init__(told)


def name_of(user: BaseUser) -> str:
    """Return the name of a user as Airflow records it of the runs that they start."""
    return user.get_name()


def allows_deciding(user: User) -> bool:
    """Say whether a user may decide: the same question as `may_decide`, for pages that only then offer it."""
    return get_auth_manager().is_authorized_dag(
        method="POST",
        access_entity=DagAccessEntity.RUN,
        details=DagDetails(id=DECIDING_DAG, team_name=DagModel.get_team_name(DECIDING_DAG)),
        user=user,
    )


# ── Forms ─────────────────────────────────────────────────────────────────────────────────────────


def from_here(request: Request) -> None:
    """Refuse what a page of another origin made a browser send. Raises `ForbiddenForm`.

    Browsers say so themselves (Fetch Metadata; to secure origins and localhost), and where they do not, name the origin
    (Fetch Standard, section 3.1). Neither is there only if no browser sent it: then no cookie of a person is misused.
    """
    headers = request.headers
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site != "same-origin":
        raise ForbiddenForm("The form was sent by a page of another site.")
    if origin is not None and urlsplit(origin).netloc.casefold() not in _own_hosts(request):
        raise ForbiddenForm("The form was sent by a page of another site.")
    if site is None and origin is None and "cookie" in headers:
        raise ForbiddenForm("The browser does not say which page sent the form.")


def _own_hosts(request: Request) -> set[str]:
    """Return the names under which this server is asked: as the request has it, and as Airflow is told (behind a proxy)."""
    configured = urlsplit(conf.get("api", "base_url", fallback="") or "").netloc
    return {each.casefold() for each in (request.headers.get("host", ""), configured) if each}


async def read_form(request: Request) -> Form:
    """Return the fields of a form as browsers send it, each with its values; bounded before it is read.

    Raises `ForbiddenForm` as `from_here`, `HTTPException` 413 and 422.
    """
    from_here(request)
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise HTTPException(422)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > FORM_BYTES:
            raise HTTPException(413)
    try:
        return parse_qs(body.decode(), keep_blank_values=True, max_num_fields=FORM_FIELDS, errors="strict")
    except ValueError as error:  # no UTF-8, or more fields than a person ticks
        raise HTTPException(422) from error


class Forms:
    """Makes and checks the tokens of the forms of one user."""

    def __init__(self, user: User) -> None:
        self._user = user.get_id()

    def token(self, purpose: str, **values: object) -> str:
        """Return a token for a form of this user, bound to what it is for and to values that must come back as they are."""
        return self._signer(purpose).dumps([self._user, _digest(values), secrets.token_hex(8)])

    def check(self, token: str, purpose: str, **values: object) -> str:
        """Return the nonce of a token, which no other form has. Raises `ForbiddenForm` for one that is not for this."""
        try:
            user, digest, nonce = self._signer(purpose).loads(token, max_age=TOKEN_SECONDS)
        except (BadSignature, ValueError, TypeError) as error:
            raise ForbiddenForm("The form is older than an hour, or not one of ours.") from error
        if user != self._user or digest != _digest(values):
            raise ForbiddenForm("The form was made for another user, or for something else.")
        return str(nonce)

    def _signer(self, purpose: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(
            get_signing_key("api", "secret_key"),
            salt=f"trucewatch.{purpose}",
            signer_kwargs={"digest_method": hashlib.sha256},
        )


def _digest(values: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


SentForm = Annotated[Form, Depends(read_form)]
UserForms = Annotated[Forms, Depends(Forms)]
MayDecide = Annotated[bool, Depends(allows_deciding)]
