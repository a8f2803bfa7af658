"""Whatever lies in the place of a file of the package, a command says so; none waits or follows.

Here a seeded sample of files is replaced; ATTESTED_FAULTS=all replaces one of each folder and kind
by each thing, ATTESTED_FAULTS=every each file.
"""

import itertools
import os
import random
import shutil

import pytest

from faults_links import PLANTS, put_back
from faults_running import Command, driving

ASKED = os.environ.get("ATTESTED_FAULTS", "")
PAIRS = 12
MEMORY = {"AS": 3_000_000_000}
READING = [
    Command("check", ("check",), limits=MEMORY),
    Command("verify-release", ("verify-release", "0.1.0"), limits=MEMORY),
    Command(
        "refused release", ("release", "0.1.1", "--offline", "--date", "2020-01-01"), limits=MEMORY
    ),
    Command("generate --check", ("generate", "--check"), limits=MEMORY),
    Command("build", ("build",), limits=MEMORY),
    Command("artefacts", ("artefacts",), limits=MEMORY),
    Command("history", ("history",), limits=MEMORY),
]


@pytest.fixture(scope="module")
def driver(tmp_path_factory):
    with driving(tmp_path_factory.mktemp("driver")) as started:
        yield started


def kinds(root):
    """The files of a package, one of each folder and ending, or all of them."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if path.is_file() and name.parts[0] != "build":
            key = name.as_posix() if ASKED == "every" else (name.parent, name.suffix)
            found.setdefault(key, name)
    return list(found.values())


def test_what_is_no_file_of_the_package_is_told(driver, first_template, first):
    pairs = list(itertools.product(kinds(first_template), PLANTS))
    if not ASKED:
        pairs = random.Random(0).sample(pairs, PAIRS)
    faults = []
    for name, planted in pairs:
        PLANTS[planted](first / name)
        for command in READING:
            try:
                driver.ends(first, command)
            except AssertionError as error:
                faults.append(f"{planted} for {name}: {error}")
        put_back(first / name, first_template / name)
        shutil.rmtree(first / "build", ignore_errors=True)
    assert driver.ends(first, READING[0]), driver.printed()
    assert faults == []
    print(f"\n| files replaced | {len(pairs)} | {len(pairs) * len(READING)} |")
