"""The pictures of the README: the brief, two pages inside Airflow, who is named together, all of the sample newsroom.

Called by `make pictures`: starts Airflow on the rows of the last demo, logs in as a person would, and ends it again.
Needs a browser (chromium.py).
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import airflow_here
import chromium
from playwright.sync_api import Page, ViewportSize, sync_playwright

from pipelines.cli import steps
from pipelines.errors import SettingsError, TrucewatchError
from pipelines.run import plotting

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SIZE = ViewportSize(width=1280, height=960)


def browser_path() -> str:
    """Return the browser. Raises `SettingsError` when there is none."""
    found = chromium.path()
    if not found:
        raise SettingsError(
            "Pictures need a browser.", where="PATH", next_step="Run `make setup-browser`, or name one in CHROMIUM."
        )
    return found


def log_in(page: Page, running: airflow_here.Running) -> None:
    """Fill in Airflow's form."""
    page.goto(running.url)
    page.fill("input[name=username]", running.user)
    page.fill("input[name=password]", running.password)
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: "login" not in url)


def take(running: airflow_here.Running, tell: Callable[[str], None]) -> list[Path]:
    """Take the pictures and return their paths."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    taken = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(chromium.ARGUMENTS))
        page = browser.new_context(viewport=SIZE, color_scheme="light", locale="en-GB").new_page()
        log_in(page, running)
        tell("Data quality")
        page.goto(f"{running.url.rstrip('/')}/plugin/quality")
        desk = page.frame_locator("iframe")
        desk.get_by_role("heading", name="Data quality").wait_for()
        page.wait_for_timeout(1500)  # the menu slides in
        taken.append(PICTURES / "quality.png")
        page.screenshot(path=taken[-1])
        tell("Quarantine")
        desk.get_by_role("link", name="Quarantine").first.click()
        desk.get_by_role("row").filter(has_text="a check refused it").get_by_role("link").first.click()
        desk.get_by_role("heading", name="Decide", exact=True).wait_for()
        taken.append(PICTURES / "quarantine.png")
        page.screenshot(path=taken[-1])
        tell("Brief")
        page.goto(f"{running.url.rstrip('/')}/trucewatch/brief")
        taken.append(PICTURES / "brief.png")
        page.screenshot(path=taken[-1])
        browser.close()
    tell("Who is named together")
    taken.append(PICTURES / "network.svg")
    taken[-1].write_text(plotting.picture("network").svg(), encoding="utf-8")
    return taken


def main() -> int:
    """Start Airflow, take the pictures, end Airflow. Return the exit code."""
    newsroom = ROOT / "pipelines" / "newsroom" / "pack"
    os.environ.update(PORT="8093", TRUCEWATCH_DATA=str(ROOT / "data-demo"), TRUCEWATCH_PACK=str(newsroom))
    os.environ.pop("TRUCEWATCH_CONTACT", None)
    with tempfile.TemporaryDirectory() as home:
        place = airflow_here.Place(Path(home))
        place.folder.mkdir(parents=True)
        try:
            browser_path()
            with steps() as tell:
                running, _ = airflow_here.up(place, tell, unpause=False)
                for path in take(running, tell):
                    tell(str(path.relative_to(ROOT)))
        except TrucewatchError as error:
            print(error, file=sys.stderr)  # noqa: T201 - a command line prints
            return error.exit_code
        finally:
            airflow_here.down(place)
    return 0


if __name__ == "__main__":
    sys.exit(main())
