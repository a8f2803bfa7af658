"""A real Chromium, and the record as a reader on this machine sees it."""

import shutil

from conftest import require_or_skip

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    sync_playwright = None

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (360, 1440)
SCHEMES = ("light", "dark")
HEIGHT = 900


def opened():
    """A running Chromium, as a generator for a fixture."""
    require_or_skip(sync_playwright, "playwright is not installed; use .ci/requirements.lock")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    require_or_skip(chromium, "there is no chromium on the path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


def page_of(browser, address, width, scheme="light", **given):
    """An empty page and the list of its faults: console errors and requests to other hosts."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT}, base_url=address, color_scheme=scheme, **given
    )
    page, faults = context.new_page(), []
    page.on("console", lambda said: faults.append(said.text) if said.type != "log" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda asked: faults.extend(_failure(asked)))
    page.on(
        "request", lambda asked: None if asked.url.startswith(address) else faults.append(asked.url)
    )
    return page, faults


def _failure(asked):
    """Why a request failed; nothing for a download, which ends a navigation."""
    if asked.failure != "net::ERR_ABORTED":
        yield f"{asked.failure}: {asked.url}"
