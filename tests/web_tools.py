"""Checkers of pages that others wrote, and the outlines of countries; tests/web locks them.

They stand outside the tree: in the folder that ATTESTED_WEB_TOOLS names, or in build/web.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from conftest import ROOT, require_or_skip

FOLDER = Path(os.environ.get("ATTESTED_WEB_TOOLS") or ROOT / "build/web")
INSTALL = "copy tests/web/package*.json to {} and run `npm ci --ignore-scripts` there"
VNU = ["--format", "json", "--stdout", "--exit-zero-always"]
# By suffix; not all at once, since then the lines of HTML are counted from 0.
KINDS = {".css": ["--css"], ".svg": ["--svg"]}
ASK_AXE = "() => axe.run(document, { resultTypes: ['violations'] })"


class Verdict(NamedTuple):
    """What the W3C checker says of some files: one line for each error and each warning."""

    errors: list[str]
    warnings: list[str]


def axe_source() -> str:
    """The script that defines `axe` in a page."""
    return _tool("axe-core/axe.min.js").read_text("utf-8")


def axe_violations(page: Any) -> list[str]:
    """A line for each element of an open Playwright page that breaks a rule of axe."""
    page.evaluate(axe_source())  # a script tag would be refused by the page's own policy
    broken = page.evaluate(ASK_AXE)["violations"]
    return [_broken(rule, node) for rule in broken for node in rule["nodes"]]


def outlines_source(name: str = "countries-50m") -> str:
    """The TopoJSON of Natural Earth's outlines: countries or land, at 10m, 50m or 110m."""
    return _tool(f"world-atlas/{name}.json").read_text("utf-8")


def vnu_errors(files: Iterable[Path]) -> list[str]:
    """The errors that the W3C checker finds in HTML, CSS and SVG files."""
    return vnu(files).errors


def vnu(files: Iterable[Path]) -> Verdict:
    """The errors and warnings of the W3C checker, which starts once for each kind of file."""
    paths = sorted(files, key=_kind)
    # The checker calls a file that is not there clean.
    absent = [str(path) for path in paths if not path.is_file()]
    assert paths, "no file to check"
    assert not absent, f"not there: {', '.join(absent)}"
    messages = [m for kind, same in groupby(paths, _kind) for m in _messages(kind, same)]
    warnings = [_line(m) for m in messages if m.get("subType") == "warning"]
    return Verdict([_line(m) for m in messages if m["type"] != "info"], warnings)


def _kind(path: Path) -> str:
    """The suffix of a file that is not HTML, else nothing."""
    return path.suffix if path.suffix in KINDS else ""


def _messages(kind: str, paths: Iterable[Path]) -> list[dict[str, Any]]:
    jar = _tool("vnu-jar/build/dist/vnu.jar")
    require_or_skip(shutil.which("java"), "there is no java on the path; install a JRE of 17 or up")
    command = ["java", "-jar", str(jar), *VNU, *KINDS.get(kind, []), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return found


def _line(message: dict[str, Any]) -> str:
    """The file, line and column of a message, and what it says."""
    place = [Path(message.get("url", "")).name, message.get("lastLine"), message.get("lastColumn")]
    return ":".join(str(part) for part in place if part) + f": {message['message']}"


def _broken(rule: dict[str, Any], node: dict[str, Any]) -> str:
    """The rule, where it is broken, and how it can be mended."""
    how = " ".join(node["failureSummary"].split())
    return f"{rule['id']}: {' '.join(map(str, node['target']))}: {how}"


def _tool(path: str) -> Path:
    """A file of an installed package."""
    found = FOLDER / "node_modules" / path
    require_or_skip(found.is_file(), f"there is no {found}; {INSTALL.format(FOLDER)}")
    return found
