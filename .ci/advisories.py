"""What is known against the pinned versions: asked of pip-audit and of npm audit."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from locks import LOCKS, ROOT, web_tools

SERVICES = (("--vulnerability-service", "pypi"), ("--vulnerability-service", "osv"))
# A version that everyone knows to be vulnerable: who reports nothing for it has no data.
CONTROL = "jinja2==2.4.1"
_AUDIT = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off"]
_PINNED = ["--disable-pip", "--no-deps"]
_MOST_SECONDS = 600


class NotHad(Exception):
    """The data could not be had; the text says why."""


@dataclass(frozen=True)
class Finding:
    """A known vulnerability of a pinned version: its names, the most used first, and what to do."""

    package: str
    version: str
    names: tuple[str, ...]
    advice: str


def of_python(services: Iterable[tuple[str, ...]] = SERVICES) -> list[Finding]:
    """What the first service that has data knows against the locks; NotHad when none has."""
    reasons = []
    for words in services:
        try:
            _ask_control(words)
        except NotHad as reason:
            reasons.append(f"{words[1]}: {reason}")
        else:
            return list(_findings(_audited(words, *(ROOT / lock for lock in LOCKS))))
    raise NotHad("; ".join(reasons))


def _ask_control(words: tuple[str, ...]) -> None:
    """Raises NotHad when the service knows nothing against the control."""
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "control.txt"
        asked.write_text(CONTROL + "\n", "utf-8")
        (answer,) = _audited(words, asked)
    if not answer.get("vulns"):
        raise NotHad(answer.get("skip_reason", f"nothing is known against {CONTROL}"))


def _audited(words: tuple[str, ...], *files: Path) -> list[dict[str, Any]]:
    """What pip-audit tells of each package of the files."""
    named = [word for file in files for word in ("--requirement", str(file))]
    answer = _answer([*_AUDIT, *_PINNED, *words, *named])
    found: list[dict[str, Any]] = answer["dependencies"]
    return found


def _findings(told: list[dict[str, Any]]) -> Iterator[Finding]:
    for each in told:
        name, version = each["name"], each.get("version", "")
        if "skip_reason" in each:
            yield Finding(name, version, ("unknown",), f"{each['skip_reason']}; find out why")
        for one in each.get("vulns", []):
            fixed = " or ".join(one["fix_versions"])
            advice = f"upgrade to {fixed}" if fixed else "use another package"
            yield Finding(name, version, (one["id"], *one["aliases"]), advice)


def of_npm(*words: str) -> list[Finding]:
    """What the registry knows against the lock of the web tools; NotHad when it does not say."""
    command = ["npm", "audit", "--json", "--package-lock-only", *words]
    answer = _answer(command, ROOT / "tests/web")
    if "vulnerabilities" not in answer:
        raise NotHad(answer.get("message") or "npm audit gives no list")
    pinned = web_tools()
    return [
        Finding(
            name,
            pinned[name]["version"],
            (one["url"].rsplit("/", 1)[-1],),
            f"upgrade: {one['title']}",
        )
        for name, each in answer["vulnerabilities"].items()
        for one in each["via"]
        if isinstance(one, dict)  # a name stands for one that is told there
    ]


def _answer(command: list[str], folder: Path = ROOT) -> Any:
    """What a program prints as JSON; NotHad with its last word when it prints none."""
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=_MOST_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotHad(str(error)) from error
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError as error:
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise NotHad(last[:300]) from error
