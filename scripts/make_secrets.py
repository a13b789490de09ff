"""Write .env for docker-compose.yaml: fresh secrets, readable by you only. Called by `make secrets`.

TRUCEWATCH_CONTACT comes from you and has no default: it goes into the User-Agent, so that sites can reach you.
An .env that is there is never touched: its database password is in the volume already.
"""

import base64
import os
import re
import secrets
import sys
from pathlib import Path

from pipelines.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent

TEMPLATE = """\
# Written by `make secrets`. Keep a copy in a safe place: without FERNET_KEY stored connections cannot be read again.
POSTGRES_PASSWORD={postgres}
REDIS_PASSWORD={redis}
FERNET_KEY={fernet}
JWT_SECRET={jwt}
API_SECRET_KEY={api}
# For the first login as `admin`; later changes: docs/operations.md
ADMIN_PASSWORD={admin}
# Goes into the User-Agent
TRUCEWATCH_CONTACT={contact}
COMPOSE_PROJECT_NAME=trucewatch
# full: Celery workers on Redis; small: LocalExecutor, neither of them
COMPOSE_PROFILES={profile}
# The port on 127.0.0.1
PORT={port}
"""


def written(contact: str, profile: str, port: str) -> str:
    """Return the text of a new .env. Raises `SettingsError` for a value that Compose would read otherwise."""
    # A mail address or web page. Compose expands `$` and cuts at ` #`; a line break would start another setting.
    if not re.fullmatch(r"[A-Za-z0-9@._:/~+-]{3,200}", contact):
        raise SettingsError(
            "TRUCEWATCH_CONTACT must be a mail address or the address of a page about your collecting.",
            where="environment",
            next_step="For example `TRUCEWATCH_CONTACT=desk@example.org make secrets`.",
        )
    if profile not in {"full", "small"}:
        raise SettingsError(
            f"COMPOSE_PROFILES={profile!r} is neither full nor small.", where="environment", next_step="Choose one."
        )
    if not port.isdecimal() or not 1024 <= int(port) <= 65535:
        raise SettingsError(
            f"PORT={port!r} is not a port between 1024 and 65535.",
            where="environment",
            next_step="Leave it out for 8080.",
        )
    return TEMPLATE.format(
        postgres=secrets.token_hex(32),
        redis=secrets.token_hex(32),
        fernet=base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        jwt=secrets.token_hex(64),
        api=secrets.token_hex(32),
        admin=secrets.token_urlsafe(18),
        contact=contact,
        profile=profile,
        port=port,
    )


def write(path: Path, text: str) -> None:
    """Write a file that is readable by its owner only. Raises `SettingsError` when it is there already."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise SettingsError(
            "There are secrets already, and they are left as they are.",
            where=str(path),
            next_step="The database knows its password from this file. To begin anew: docs/deploy.md, 'New secrets'.",
        ) from error
    with os.fdopen(handle, "w") as file:
        file.write(text)


def main() -> int:
    """Write .env, or the file named as the only argument. Return the exit code."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".env"
    try:
        text = written(
            os.environ.get("TRUCEWATCH_CONTACT", "").strip(),
            os.environ.get("COMPOSE_PROFILES") or "full",
            os.environ.get("PORT") or "8080",
        )
        write(path, text)
    except SettingsError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command line prints
        return error.exit_code
    print(f"Written: {path} (readable by you only)")  # noqa: T201 - a command line prints
    print("Next: docker compose up -d --build; then log in as admin with its ADMIN_PASSWORD.")  # noqa: T201 - likewise
    return 0


if __name__ == "__main__":
    sys.exit(main())
