"""Looks for known vulnerabilities in what the locks pin, by pip-audit and npm audit.

Exits with 1 for one that .ci/vulnerabilities.toml does not accept. Where the data cannot be had,
says so and why, which is a failure on GitHub, where they can.
"""

import datetime
import os
import sys
import tomllib
from collections.abc import Callable
from typing import Any

import advisories
from advisories import Finding, NotHad
from locks import ROOT

SETTINGS = ".ci/vulnerabilities.toml"
SOURCES: dict[str, Callable[[], list[Finding]]] = {
    "Python packages": advisories.of_python,
    "web tools": advisories.of_npm,
}


def accepted() -> list[dict[str, Any]]:
    """The vulnerabilities that a person looked into, with reason and days."""
    found: list[dict[str, Any]] = tomllib.loads((ROOT / SETTINGS).read_text("utf-8"))["accepted"]
    return found


def faults(
    found: list[Finding], reviewed: list[dict[str, Any]], today: datetime.date, is_whole: bool
) -> list[str]:
    """What is wrong: vulnerabilities that are not accepted, or no longer.

    When all could be asked, so is an entry that accepts what is no longer there.
    """
    told = [_fault(each, _entry(each, reviewed), today) for each in found]
    named = {(each.package, name) for each in found for name in each.names}
    idle = [each for each in reviewed if (each["package"], each["id"]) not in named]
    return [fault for fault in told if fault] + [
        f"{SETTINGS}: {each['id']}: is no vulnerability of {each['package']} now; remove it"
        for each in idle
        if is_whole
    ]


def _entry(found: Finding, reviewed: list[dict[str, Any]]) -> dict[str, Any] | None:
    fitting = [
        each for each in reviewed if each["package"] == found.package and each["id"] in found.names
    ]
    return fitting[0] if fitting else None


def _fault(found: Finding, entry: dict[str, Any] | None, today: datetime.date) -> str:
    named = f"{found.package} {found.version}: {found.names[0]}"
    if entry is None:
        return f"{named}: {found.advice}, or look into it and accept it in {SETTINGS}"
    if entry["until"] < today:
        return f"{named}: was accepted until {entry['until']}; {found.advice}, or look again"
    return ""


def main() -> int:
    """The exit code; prints for each kind what was found, or why nothing could be asked."""
    found: list[Finding] = []
    unasked = 0
    for kind, ask in SOURCES.items():
        try:
            known = ask()
        except NotHad as reason:
            unasked += 1
            print(f"{kind}: not checked: the data cannot be had here ({reason})")
        else:
            print(f"{kind}: checked; known vulnerabilities: {len(known)}")
            found += known
    told = faults(found, accepted(), datetime.date.today(), is_whole=not unasked)
    for fault in told:
        print(fault)
    return int(bool(told) or (unasked > 0 and os.environ.get("GITHUB_ACTIONS") == "true"))


if __name__ == "__main__":
    sys.exit(main())
