"""What the locks pin, and what each package is for."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, requires
from itertools import product
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = ("scripts/requirements.lock", ".ci/requirements.lock")
RUN_TIME = "run time"
# A lock is for every system and Python, whichever of them reads it.
_SYSTEMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)
_PYTHONS = (
    {"python_version": "3.11", "python_full_version": "3.11.0"},
    {"python_version": "3.13", "python_full_version": "3.13.0"},
)


def pins(lock: str) -> dict[str, list[str]]:
    """The versions that a lock pins of each package; more than one where Pythons differ."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"(?m)^([a-z0-9-]+)==(\S+)", (ROOT / lock).read_text("utf-8")):
        found.setdefault(name, []).append(version)
    return found


def all_pins() -> dict[str, list[str]]:
    """The versions that both locks together pin of each package, in the order of names."""
    both = pins(LOCKS[0]) | pins(LOCKS[1])
    return dict(sorted(both.items()))


def web_tools() -> dict[str, dict[str, Any]]:
    """What the lock of the web tools says of each package."""
    lock = json.loads((ROOT / "tests/web/package-lock.json").read_text("utf-8"))
    return {
        path.split("node_modules/")[-1]: each for path, each in lock["packages"].items() if path
    }


def uses() -> dict[str, str]:
    """What each package is for: the first of the plain install, an extra, tests, development.

    Read from the installed packages' own requirements.
    """
    found: dict[str, str] = {}
    for use, asked in _asked():
        for name in _closure(asked):
            found.setdefault(name, use)
    return {name: found.get(name, "development") for name in all_pins()}


def _asked() -> Iterator[tuple[str, list[Requirement]]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    yield RUN_TIME, _requirements(project["project"]["dependencies"])
    for extra, texts in project["project"]["optional-dependencies"].items():
        yield f"extra `{extra}`", _requirements(texts)
    yield "tests", _requirements(project["dependency-groups"]["test"])


def _requirements(texts: Iterable[Any]) -> list[Requirement]:
    return [Requirement(text) for text in texts if isinstance(text, str)]


def _closure(asked: list[Requirement]) -> set[str]:
    """The names of what is asked for and of all that it needs on any system."""
    done: set[tuple[str, frozenset[str]]] = set()
    waiting = list(asked)
    while waiting:
        each = waiting.pop()
        key = canonicalize_name(each.name), frozenset(each.extras)
        if key not in done:
            done.add(key)
            waiting += _needed(*key)
    return {name for name, _ in done}


def _needed(name: str, extras: frozenset[str]) -> list[Requirement]:
    try:
        texts = requires(name) or []
    except PackageNotFoundError:  # what only another system needs
        return []
    return [each for each in _requirements(texts) if _applies(each.marker, extras)]


def _applies(marker: Marker | None, extras: frozenset[str]) -> bool:
    return marker is None or any(
        marker.evaluate({**system, **python, "extra": extra})
        for system, python, extra in product(_SYSTEMS, _PYTHONS, {"", *extras})
    )
