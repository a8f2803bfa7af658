"""The licence of each dependency as an SPDX expression, where it was read, and the verdict."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from typing import Any

from license_expression import ExpressionError, get_spdx_licensing

import locks
from locks import ROOT, RUN_TIME

SETTINGS = ".ci/licences.toml"
_LICENSING = get_spdx_licensing()
_TOOL = "development"


@dataclass(frozen=True)
class Dependency:
    """A package that something of the project needs; no licence when none could be read."""

    kind: str
    name: str
    version: str
    licence: str | None
    source: str
    use: str


def settings() -> dict[str, Any]:
    """The allowed licences, and those that were read by hand."""
    return tomllib.loads((ROOT / SETTINGS).read_text("utf-8"))


def dependencies(given: dict[str, Any]) -> list[Dependency]:
    """Every package of the locks, the web tools and Debian's packages of .ci/run."""
    return [*_python(given), *_npm(), *_debian(given)]


def _python(given: dict[str, Any]) -> Iterator[Dependency]:
    uses = locks.uses()
    for name, versions in locks.all_pins().items():
        licence, source = licence_of(name, versions, given)
        yield Dependency("PyPI", name, ", ".join(versions), licence, source, uses[name])


def licence_of(name: str, versions: list[str], given: dict[str, Any]) -> tuple[str | None, str]:
    """The licence of a package and where it stands, the surest place first."""
    by_hand = {given["read"].get(f"{name}=={version}") for version in versions} - {None}
    if by_hand:
        return _spdx(" AND ".join(sorted(by_hand))), "its text"
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return None, "not installed"
    if said["Version"] not in versions:
        return None, "another version is installed"
    for source, texts in (
        ("License-Expression", said.get_all("License-Expression", [])),
        ("License", said.get_all("License", [])),
        ("classifier", _classifiers(said.get_all("Classifier", []))),
    ):
        found = [_spdx(given["words"].get(text, text)) for text in texts]
        if found and None not in found:
            return " AND ".join(sorted(map(str, found))), source
    return None, "nowhere"


def _classifiers(texts: list[str]) -> list[str]:
    """The names of the licences among classifiers; `OSI Approved` alone is none."""
    return [text.split(" :: ")[-1] for text in texts if text.startswith("License :: ")]


def _spdx(text: str) -> str | None:
    """The text as an SPDX expression, or None when it is none."""
    try:
        return str(_LICENSING.parse(text, validate=True, strict=True))
    except ExpressionError:
        return None


def _npm() -> Iterator[Dependency]:
    for name, each in locks.web_tools().items():
        licence = _spdx(each.get("license", ""))
        yield Dependency("npm", name, each["version"], licence, "its lock", _TOOL)


def _debian(given: dict[str, Any]) -> Iterator[Dependency]:
    for name in debian_packages((ROOT / ".ci/run").read_text("utf-8")):
        licence = _spdx(given["debian"].get(name, ""))
        yield Dependency("Debian", name, "newest", licence, "its copyright file", _TOOL)


def debian_packages(script: str) -> list[str]:
    """The names that a script puts into `debian_packages`."""
    found = re.findall(r"debian_packages\+?=\(([^)]*)\)", script)
    return sorted(name for names in found for name in names.split())


def faults(found: Iterable[Dependency], given: dict[str, Any]) -> list[str]:
    """What is wrong: a licence that is unknown or not allowed, or a setting that nothing uses."""
    every = list(found)
    told = [_fault(each, given) for each in every]
    return [fault for fault in told if fault] + [
        f"{SETTINGS}: {name}: is no dependency; remove it" for name in _unused(every, given)
    ]


def _fault(each: Dependency, given: dict[str, Any]) -> str:
    named = f"{each.kind} {each.name} {each.version}"
    if each.licence is None:
        return f"{named}: its licence is unknown; read its text and name it in {SETTINGS}"
    allowed = set(given["allowed"]["run-time"])
    if not is_run_time(each):
        allowed |= set(given["allowed"]["development"])
    if is_allowed(each.licence, allowed):
        return ""
    return f"{named}: {each.licence} is not allowed for {each.use}; use another package"


def is_run_time(each: Dependency) -> bool:
    """True for what a user of the project installs, plainly or with an extra."""
    return each.use == RUN_TIME or each.use.startswith("extra ")


def is_allowed(expression: str, allowed: set[str]) -> bool:
    """True when the allowed licences suffice for an expression: of `A OR B` one, of `AND` both."""
    parsed = _LICENSING.parse(expression)
    licences = _LICENSING.license_symbols(parsed, decompose=False)
    truth = {each: _truth(str(each) in allowed) for each in licences}
    return bool(parsed.subs(truth).simplify() == _LICENSING.TRUE)


def _truth(value: bool) -> Any:
    return _LICENSING.TRUE if value else _LICENSING.FALSE


def _unused(found: list[Dependency], given: dict[str, Any]) -> list[str]:
    pinned = {
        f"{each.name}=={version}" for each in found for version in each.version.split(", ")
    } | {each.name for each in found if each.kind == "Debian"}
    return sorted({*given["read"], *given["debian"]} - pinned)
