"""The browser of the page tests and of the pictures: Debian's Chromium, or the one that CHROMIUM names."""

import os
import shutil

# No sandbox: containers and CI run as root. The rest keeps Chromium from calling home.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def path() -> str | None:
    """Return where the browser is; None where there is none."""
    # The one without a window first: what a whole browser draws around a page takes longer than the page.
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
