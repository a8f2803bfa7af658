"""The same tables give the same bytes wherever they are built.

Two machines that share nothing but the tables and the lock: another folder, time zone, locale,
umask, hash seed, clock and version of Python.
"""

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest

from artefact_made import RELEASE
from attested.artefacts import formats
from conftest import require_or_skip
from made import ROOT

BUILD = """
import json, sys, time, unicodedata
from pathlib import Path
from attested import check
from attested.artefacts import pack
from attested.artefacts.meta import Release
result = check.check(Path(sys.argv[1]))
assert not result.problems, result.problems
release = Release(**json.loads(sys.argv[3]))
made = pack.build(result.package, result.contents, release, Path(sys.argv[2]))
print(json.dumps({"year": time.gmtime().tm_year, "python": sys.version_info[:2],
    "encoding": sys.getfilesystemencoding(),
    "files": {a.name: [a.sha256, a.content, a.is_fixed, a.path.stat().st_mode] for a in made}}))
"""


def build(python: Path, root: Path, folder: Path, prefix=(), umask: int = 0o022, **settings: str):
    """What a build in its own process says of itself and of each file."""
    command = [*prefix, python, "-B", "-c", BUILD, root, folder, json.dumps(asdict(RELEASE))]
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = kept | {"PYTHONPATH": str(ROOT / "scripts")} | settings
    result = subprocess.run(
        [str(part) for part in command],
        env=environment,
        cwd=folder.parent,
        umask=umask,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """The build of the checkout by the Python that runs the tests."""
    settings = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"}
    return build(Path(sys.executable), ROOT, tmp_path_factory.mktemp("here") / "a", **settings)


@pytest.fixture
def elsewhere(tmp_path) -> Path:
    """A copy of the package in a folder of another name, with other times and rights."""
    root = tmp_path / "Ürümqi copy" / "package"
    root.mkdir(parents=True)
    for name in ("schemas", "data"):
        shutil.copytree(ROOT / name, root / name, copy_function=shutil.copyfile)
    shutil.copyfile(ROOT / "datapackage.json", root / "datapackage.json")
    for path in root.rglob("*"):
        path.chmod(0o700)
        os.utime(path, (1e9, 1e9))
    return root


HOSTILE = {"TZ": "America/St_Johns", "PYTHONHASHSEED": "4242", "LC_ALL": "POSIX"}
HOSTILE |= {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LANG": "tr_TR.UTF-8"}


def assert_same(one, other) -> None:
    """Same bytes where they are promised, same rows in every other file."""
    assert one["files"].keys() == other["files"].keys()
    for name, (sha256, content, is_fixed, mode) in one["files"].items():
        theirs = other["files"][name]
        assert theirs[1:] == [content, is_fixed, mode], name
        assert theirs[0] == sha256 or not is_fixed, name
    fixed = {name for name, each in one["files"].items() if each[2]}
    promised = {form.suffix for form in formats.FORMATS if form.is_fixed}
    assert promised == {"-csv.zip", "incidents_flat.csv", "-json.zip", ".geojson"}
    assert {"CITATION.cff", "datacite.json", "croissant.json", "dataset.jsonld"} <= fixed


def test_a_hostile_machine_gives_the_same_bytes(here, elsewhere):
    faketime = shutil.which("faketime")
    require_or_skip(faketime, "faketime is not installed; apt-get install faketime")
    prefix = (faketime, "-f", "@2041-07-05 23:59:58")
    folder = elsewhere.parent / "out"
    there = build(Path(sys.executable), elsewhere, folder, prefix, 0o077, **HOSTILE)
    assert (there["year"], here["year"]) == (2041, time.gmtime().tm_year)
    assert_same(here, there)
    same = {name for name, each in here["files"].items() if each[0] == there["files"][name][0]}
    assert same == here["files"].keys(), "with the same libraries every file is the same"


@pytest.fixture(scope="module")
def second_python(tmp_path_factory) -> Path:
    """Another version of Python with the same versions of what the project needs."""
    uv = Path(sys.executable).with_name("uv")
    require_or_skip(uv.exists(), "uv is not installed")
    others = [path for path in pythons() if version(path) not in (None, here_version())]
    require_or_skip(others, "no second version of Python, 3.11 or newer, is installed")
    folder = tmp_path_factory.mktemp("python") / "venv"
    subprocess.run([others[-1], "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    install = [uv, "pip", "install", "--quiet", "--no-deps", "--python", python, *needed()]
    subprocess.run(install, check=True)
    return python


def pythons() -> list[Path]:
    """The interpreters on the path and those that pyenv keeps."""
    named = [shutil.which(f"python3.{minor}") for minor in range(11, 16)]
    kept = sorted((Path.home() / ".pyenv" / "versions").glob("3.1[1-9].*/bin/python"))
    return [*(Path(path) for path in named if path), *kept]


def version(python: Path) -> str | None:
    """The minor version of an interpreter; None when it does not run."""
    command = [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    result = subprocess.run(command, capture_output=True, text=True)
    return result.stdout.strip() if result.returncode == 0 else None


def here_version() -> str:
    return "{}.{}".format(*sys.version_info)


def needed() -> list[str]:
    """The distributions that the project needs at run time, as they are installed here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extra = project["optional-dependencies"]["release"]
    open_, found = [*project["dependencies"], *extra], {}
    while open_:
        text = open_.pop()
        name = re.match(r"[A-Za-z0-9._-]+", text)[0].lower().replace("_", "-")
        if name not in found and "extra ==" not in text:
            try:
                distribution = importlib.metadata.distribution(name)
            except importlib.metadata.PackageNotFoundError:
                continue
            found[name] = f"{name}=={distribution.version}"
            open_ += distribution.requires or []
    return sorted(found.values())


def test_a_second_version_of_python_gives_the_same_bytes(here, elsewhere, second_python):
    there = build(second_python, elsewhere, elsewhere.parent / "out", **HOSTILE)
    assert there["python"] != here["python"]
    assert_same(here, there)
