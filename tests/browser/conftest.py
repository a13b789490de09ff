"""A real browser for the page tests, and what a person would see in it.

Debian's Chromium (`make setup-browser`) or the one that CHROMIUM names. Without one the tests are skipped, unless
CHROMIUM_REQUIRED is set, as CI sets it.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pypdf import PdfReader

from pipelines.newsroom import Newsroom, as_of
from pipelines.run.demo import MARKER

ROOT = Path(__file__).parents[2]

WIDTHS = (360, 768, 1280)
THEMES = ("light", "dark")


@pytest.fixture(scope="session")
def browser(script) -> Iterator[Browser]:
    found = script("chromium")
    path = found.path()
    if path is None:
        if os.environ.get("CHROMIUM_REQUIRED"):
            pytest.fail("no browser, and CHROMIUM_REQUIRED is set: `make setup-browser` installs one")
        pytest.skip("no browser here: `make setup-browser` installs one, or name one in CHROMIUM")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(found.ARGUMENTS))
        yield chromium
        chromium.close()


@dataclass(frozen=True)
class Sight:
    """What can be asked of an open page."""

    page: Page
    errors: list[str]

    def looks(self) -> Iterator[str]:
        """Show the page at each width and in each theme, and say which."""
        for theme in THEMES:
            self.page.emulate_media(color_scheme=theme)
            for width in WIDTHS:
                self.page.set_viewport_size({"width": width, "height": 900})
                yield f"{width} px, {theme}"

    def sideways(self) -> int:
        """Pixels by which the page could be scrolled to the side."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def complaints(self) -> list[str]:
        """What axe-core finds wrong for people who see little or read by ear, contrast included."""
        found = Axe().run(self.page).response["violations"]
        return [
            f"{each['id']} ({each['impact']}): {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
            for each in found
            for node in each["nodes"]
        ]

    def pale_chart_texts(self) -> list[str]:
        """Texts of inline SVG whose contrast against the page is below 4.5:1: axe-core does not look there."""
        return self.page.evaluate(PALE_CHART_TEXTS)

    def cut_in_print(self, paper: str) -> list[str]:
        """Rows, quotes and list entries that do not stand whole on one sheet of paper."""
        self.page.emulate_media(media="print")
        rows = [[piece for piece in map(squeezed, row) if piece] for row in self.page.evaluate(PIECES)]
        sheets = [squeezed(sheet.extract_text()) for sheet in PdfReader(BytesIO(self.page.pdf(format=paper))).pages]
        return [" | ".join(row) for row in rows if not any(stands_on(sheet, row) for sheet in sheets)]


PALE_CHART_TEXTS = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
                          return canvas.getImageData(0, 0, 1, 1).data; };
  const luminance = ([r, g, b]) => { const [x, y, z] = [r, g, b].map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * x + 0.7152 * y + 0.0722 * z; };
  const ground = element => { for (let e = element; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor; if (rgb(c)[3] === 255) return rgb(c); } return [255, 255, 255, 255]; };
  return [...document.querySelectorAll('svg text')].filter(t => t.textContent.trim()).map(t => {
      const a = luminance(rgb(getComputedStyle(t).fill)), b = luminance(ground(t.closest('svg').parentElement));
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      return ratio < 4.5 ? `${t.textContent}: ${ratio.toFixed(2)}` : null; }).filter(Boolean); }"""


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Sight]]:
    """Open an address or file at a width and in a theme."""
    contexts: list[BrowserContext] = []

    def look_at(where: str | Path, width: int = 1280, theme: str = "light", **given) -> Sight:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, **{"color_scheme": theme, "locale": "en-GB", **given}
        )
        contexts.append(context)
        page = context.new_page()
        errors: list[str] = []
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: errors.append(f"dialog: {dialog.message}"))
        page.goto(where.as_uri() if isinstance(where, Path) else where)
        return Sight(page, errors)

    yield look_at
    for context in contexts:
        context.close()


PIECES = """() => { const seen = element => element.checkVisibility() && !element.closest('.sr');
  return [...document.querySelectorAll('tr, blockquote, li, figcaption')]
    .filter(row => seen(row) && row.innerText.trim())
    .map(row => { const texts = document.createTreeWalker(row, NodeFilter.SHOW_TEXT), found = [];
        while (texts.nextNode()) if (seen(texts.currentNode.parentElement)) found.push(texts.currentNode.data);
        return found; }); }"""
"""The texts of each row, quote and list entry, in their order, without those for screen readers alone. What print adds
between them (addresses) is no text."""


def squeezed(text: str) -> str:
    """Letters and digits alone, ligatures taken apart."""
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isalnum())


def stands_on(sheet: str, pieces: list[str]) -> bool:
    at = 0
    for piece in pieces:
        at = sheet.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


# ── Airflow with the pages of the plugin ──────────────────────────────────────────────────────────

HOSTILE = (
    "=HYPERLINK(1)<script>document.title='taken';alert(1)</script><img src=x onerror=\"document.title='taken'\">{{7*7}}"
)
ANSI = "\x1b]0;taken\x07\x1b[31m"
"""Not in XML, which cannot hold it: in a page."""
TALKS = (
    "Russia and Ukraine held direct ceasefire talks in Istanbul on Friday. "
    "The delegations of Vladimir Medinsky and Rustem Umerov agreed to exchange 1,000 prisoners each. "
)


class HostilePress(BaseHTTPRequestHandler):
    """One house whose feed, page, author and error all carry mark-up that would run."""

    def do_GET(self) -> None:
        if self.path == "/broken.xml":
            self.reply(500, "text/html", HOSTILE, HOSTILE)
        elif self.path == "/feed.xml":
            self.reply(200, "application/rss+xml", self.feed())
        else:
            self.reply(200, "text/html; charset=utf-8", self.article())

    def feed(self) -> str:
        item = f"""<item><title>Istanbul ceasefire talks {escape(HOSTILE)}</title><link>http://hostile.example/1</link>
            <guid isPermaLink="false">{escape(HOSTILE)}</guid><description>{escape(TALKS)}</description>
            <author>{escape(HOSTILE)}</author><pubDate>Sat, 17 May 2025 10:00:00 GMT</pubDate></item>
            <item><title>{escape(HOSTILE)}</title><link>javascript:document.title='taken'</link></item>"""
        return f"<rss version='2.0'><channel><title>{escape(HOSTILE)}</title>{item}</channel></rss>"

    def article(self) -> str:
        marker = escape(HOSTILE) + ANSI
        words = f"<p>{TALKS}</p><p>“We want peace {marker} now,” Medinsky said of the ceasefire.</p>" * 3
        return f"""<!doctype html><html lang="en"><title>Istanbul ceasefire talks {marker}</title>
            <meta name="author" content="{marker}"><article><h1>Istanbul ceasefire talks {marker}</h1>{words}</article>"""

    def reply(self, status: int, content_type: str, body: str, phrase: str | None = None) -> None:
        self.send_response_only(status, phrase)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *said: object) -> None:
        pass


@pytest.fixture(scope="session")
def hostile_port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), HostilePress) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def hostile_pack(folder: Path) -> Path:
    """The pack of the newsroom with two sources more, whose names are mark-up too."""
    shutil.copytree(ROOT / "pipelines" / "newsroom" / "pack", folder)
    added = [
        {
            "id": name,
            "publisher": "hostile",
            "name": f"{name} {HOSTILE}",
            "kind": "feed",
            "url": f"http://hostile.example/{path}",
            "language": "en",
            "country": "GB",
            "ownership": "private",
            "obey_robots_for_feed": False,
            "time_zone": "UTC",
            "verified": True,
            "note": HOSTILE,
        }
        for name, path in (("hostile-feed", "feed.xml"), ("hostile-error", "broken.xml"))
    ]
    with (folder / "sources.yaml").open("a") as file:
        file.write("\n" + yaml.safe_dump(added, allow_unicode=True))
    return folder


@dataclass(frozen=True)
class Desk:
    """Airflow as `make up` starts it, over two press days and a hostile house."""

    shop: object
    url: str
    user: str
    password: str
    dag_run: str

    def cookies(self, page: Page) -> None:
        page.goto(self.url)
        page.fill("input[name=username]", self.user)
        page.fill("input[name=password]", self.password)
        page.click("button[type=submit]")
        page.wait_for_url(lambda address: "login" not in address)


@pytest.fixture(scope="session")
def desk(browser, two_days, hostile_port, free_port, tmp_path_factory) -> Iterator[Desk]:
    """The hostile house is collected by the command line and worked by the DAG `monitor`, as a run of Airflow."""
    folder = tmp_path_factory.mktemp("desk")
    home = folder / "airflow"
    home.mkdir()
    for name in ("airflow.db", ".ready"):
        shutil.copy(ROOT / ".airflow" / name, home / name)
    with sqlite3.connect(home / "airflow.db") as metadata:  # somebody may have unpaused them here
        metadata.execute("update dag set is_paused = true")
    with Newsroom() as press:
        press.edition = 3
        shop = type(two_days)(folder / "data", press)
        shutil.copytree(two_days.data, shop.data, symlinks=True)
        (shop.data / MARKER).touch()
        shop.environment |= {
            "TRUCEWATCH_PACK": str(hostile_pack(folder / "pack")),
            "TRUCEWATCH_CONNECT_TO": f"hostile.example=127.0.0.1:{hostile_port},{press.connect_to}",
            "TRUCEWATCH_ALLOW_HOSTS": f"127.0.0.1:{hostile_port},{press.allow_hosts}",
            "AIRFLOW_HOME": str(home),
            "PORT": str(free_port()),
        }
        shop.call("collect")
        conf = json.dumps({"as_of": as_of(2).isoformat()})
        call(shop, ["airflow", "dags", "test", "monitor", "--conf", conf])
        airflow = [sys.executable, str(ROOT / "scripts" / "airflow_here.py")]
        del shop.environment["TRUCEWATCH_CONTACT"]
        try:
            running = json.loads(call(shop, [*airflow, "up", "--json", "--paused"]))
            with sqlite3.connect(home / "airflow.db") as metadata:
                (dag_run,) = metadata.execute(
                    "select run_id from dag_run where dag_id = 'monitor' order by id desc limit 1"
                ).fetchone()
            yield Desk(shop, running["url"].rstrip("/"), running["user"], running["password"], dag_run)
        finally:
            call(shop, [*airflow, "down"])


def call(shop, command: list[str]) -> str:
    done = subprocess.run(command, env=shop.environment, cwd=ROOT, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="session")
def logged_in(browser, desk) -> dict:
    """The browser's state after a person logged in."""
    context = browser.new_context()
    desk.cookies(context.new_page())
    state = context.storage_state()
    context.close()
    return state
