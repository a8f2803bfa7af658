"""Takes a picture of every type of page, narrow and wide, light and dark:

    PYTHONPATH=scripts .venv/bin/python tests/screenshots.py FOLDER [WORD ...]

With words, of the pages whose address holds one of them. The pictures in the README are made by

    PYTHONPATH=scripts .venv/bin/python tests/screenshots.py --best
"""

import re
import sys
from contextlib import contextmanager
from pathlib import Path

from browsing import SCHEMES, WIDTHS, opened, page_of
from made import ROOT
from page_types import FAULTS, NEWEST, addresses
from portal_site import printed_address, served

TALLEST = 4_000  # pixels of a picture
BEST = {
    "map.png": (f"/v/{NEWEST}/map", 1100, {"x": 0, "y": 0, "width": 1100, "height": 860}),
    "chronology.png": (
        f"/v/{NEWEST}/chronology",
        1100,
        {"x": 0, "y": 0, "width": 1100, "height": 860},
    ),
    "incident-phone.png": (
        f"/v/{NEWEST}/incidents/I000006",
        360,
        {"x": 0, "y": 1280, "width": 360, "height": 760},
    ),
}


def main():
    is_best = sys.argv[1] == "--best"
    folder, words = ROOT / "docs/screenshots" if is_best else Path(sys.argv[1]), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    with contextmanager(opened)() as browser, served(None, ROOT) as process:
        address = printed_address(process).rstrip("/")
        if is_best:
            take_best(browser, address, folder)
            return
        for path in [*addresses(), *FAULTS]:
            if not words or any(word in path for word in words):
                take(browser, address, path, folder)


def take(browser, address, path, folder):
    """Writes the pictures of a page and prints what its console says."""
    name = re.sub(r"\W+", "_", path).strip("_") or "home"
    for width in WIDTHS:
        for scheme in SCHEMES:
            page, faults = page_of(browser, address, width, scheme)
            page.goto(path)
            tall = page.evaluate("document.documentElement.scrollHeight")
            clip = {"x": 0, "y": 0, "width": width, "height": min(tall, TALLEST)}
            target = folder / f"{name}-{width}-{scheme}.png"
            page.screenshot(path=target, full_page=True, clip=clip)
            print(target, tall, *faults)
            page.context.close()


def take_best(browser, address, folder):
    """Writes the pictures that stand in the README."""
    for name, (path, width, clip) in BEST.items():
        page, _ = page_of(browser, address, width)
        page.goto(path)
        page.screenshot(path=folder / name, full_page=True, clip=clip)
        page.context.close()


if __name__ == "__main__":
    main()
