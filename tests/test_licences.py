"""Every dependency has a licence that is allowed where it is needed, and the page says which."""

from importlib.metadata import PackageNotFoundError, version

import pytest
from license_expression import get_spdx_licensing

import licence_page
import licences
import locks
from conftest import require_or_skip
from licences import Dependency

SETTINGS = licences.settings()
PEBBLE = Dependency("PyPI", "pebble", "1.0", "MIT", "License", "run time")


def differing():
    """The packages of the locks that are not installed in a version of theirs, but for Windows."""
    return sorted(name for name, pinned in locks.all_pins().items() if _at_hand(name) not in pinned)


def _at_hand(name):
    try:
        return "0.4.6" if name == "colorama" else version(name)
    except PackageNotFoundError:
        return None


@pytest.fixture(scope="module")
def found():
    require_or_skip(not differing(), f"not installed as locked: {', '.join(differing())}")
    return licences.dependencies(SETTINGS)


def test_every_licence_is_known_and_allowed(found):
    assert licences.faults(found, SETTINGS) == []


def test_the_page_is_what_would_be_written(found):
    written = (licence_page.ROOT / licence_page.PAGE).read_text("utf-8")
    assert written == licence_page.page(found)


def test_the_page_names_every_package_of_every_kind(found):
    script = (locks.ROOT / ".ci/run").read_text("utf-8")
    named = {(each.kind, each.name) for each in found}
    assert named == (
        {("PyPI", name) for lock in locks.LOCKS for name in locks.pins(lock)}
        | {("npm", name) for name in locks.web_tools()}
        | {("Debian", name) for name in licences.debian_packages(script)}
    )
    assert ("Debian", "chromium") in named
    assert ("Debian", "npm") in named


def test_what_a_plain_install_brings_is_run_time_and_the_rest_is_not(found):
    use = {each.name: each.use for each in found}
    assert {use[name] for name in ("click", "frictionless", "pydantic-core", "colorama")} == {
        "run time"
    }
    assert {use[name] for name in ("pyarrow", "openpyxl", "et-xmlfile")} == {"extra `release`"}
    assert use["pytest"] == "tests"
    assert use["mypy"] == "development"


def test_no_package_that_a_user_or_a_test_needs_has_a_licence_of_the_gpl_alone(found):
    needed = [each for each in found if each.use != "development"]
    allowed = set(SETTINGS["allowed"]["run-time"])
    assert [each.name for each in needed if not licences.is_allowed(each.licence, allowed)] == []


@pytest.mark.parametrize(
    ("licence", "use", "is_fault"),
    [
        ("MIT", "run time", False),
        ("MIT OR GPL-3.0-or-later", "run time", False),
        ("MIT AND GPL-3.0-or-later", "run time", True),
        ("GPL-3.0-or-later", "run time", True),
        ("GPL-3.0-or-later", "extra `release`", True),
        ("GPL-3.0-or-later", "development", False),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "development", False),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "run time", True),
        ("AGPL-3.0-only", "development", True),
        (None, "development", True),
    ],
)
def test_the_verdict_on_a_licence(licence, use, is_fault):
    each = Dependency("PyPI", "pebble", "1.0", licence, "License", use)
    given = SETTINGS | {"read": {}, "debian": {}}
    assert bool(licences.faults([each], given)) is is_fault


@pytest.mark.parametrize(
    ("lines", "licence", "source"),
    [
        (
            ["License-Expression: MIT OR 0BSD", "License: BSD-3-Clause"],
            "MIT OR 0BSD",
            "License-Expression",
        ),
        (
            ["License: BSD-3-Clause", "Classifier: License :: X :: MIT License"],
            "BSD-3-Clause",
            "License",
        ),
        (["License: Apache 2.0"], "Apache-2.0", "License"),
        (["License: BSD", "Classifier: License :: X :: MIT License"], "MIT", "classifier"),
        (["Classifier: License :: X :: BSD License"], None, "nowhere"),
        (["Classifier: License :: X :: MIT License", "Classifier: License :: Y"], None, "nowhere"),
        (["License: as you like"], None, "nowhere"),
        ([], None, "nowhere"),
    ],
)
def test_where_a_licence_is_read(tmp_path, monkeypatch, lines, licence, source):
    install(tmp_path, lines)
    monkeypatch.syspath_prepend(tmp_path)
    assert licences.licence_of("pebble", ["1.0"], SETTINGS) == (licence, source)


def install(folder, lines):
    info = folder / "pebble-1.0.dist-info"
    info.mkdir()
    head = ["Metadata-Version: 2.4", "Name: pebble", "Version: 1.0", *lines]
    (info / "METADATA").write_text("\n".join(head) + "\n", "utf-8")


def test_a_text_read_by_hand_counts_for_its_version_alone(tmp_path, monkeypatch):
    install(tmp_path, ["License: as you like"])
    monkeypatch.syspath_prepend(tmp_path)
    given = SETTINGS | {"read": {"pebble==1.0": "Zlib"}}
    assert licences.licence_of("pebble", ["1.0"], given) == ("Zlib", "its text")
    given = SETTINGS | {"read": {"pebble==0.9": "Zlib"}}
    assert licences.licence_of("pebble", ["1.0"], given) == (None, "nowhere")


def test_another_version_than_the_locked_one_tells_nothing(tmp_path, monkeypatch):
    install(tmp_path, ["License: MIT"])
    monkeypatch.syspath_prepend(tmp_path)
    told = licences.licence_of("pebble", ["2.0"], SETTINGS)
    assert told == (None, "another version is installed")
    assert licences.licence_of("absent-pebble", ["1"], SETTINGS) == (None, "not installed")


def test_what_was_read_of_a_package_that_is_gone_is_told():
    given = SETTINGS | {"read": {"pebble==0.9": "MIT"}, "debian": {"quartz": "MIT"}}
    assert [fault.split(": ")[1] for fault in licences.faults([PEBBLE], given)] == [
        "pebble==0.9",
        "quartz",
    ]


def test_every_licence_of_the_settings_is_in_the_list_of_spdx():
    licensing = get_spdx_licensing()
    named = [
        *SETTINGS["allowed"]["run-time"],
        *SETTINGS["allowed"]["development"],
        *SETTINGS["words"].values(),
        *SETTINGS["read"].values(),
        *SETTINGS["debian"].values(),
    ]
    assert [
        text for text in named if not licensing.validate(text, strict=True).normalized_expression
    ] == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 1, "docs/page.md: is not what would be written; run python .ci/licence_page.py"),
        (["--write"], 0, "1 packages, each with a licence that is allowed"),
    ],
)
def test_the_step_tells_a_page_that_is_not_written(
    tmp_path, monkeypatch, capsys, words, code, said
):
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(licence_page, "ROOT", tmp_path)
    monkeypatch.setattr(licence_page, "PAGE", "docs/page.md")
    monkeypatch.setattr(licence_page, "settings", lambda: SETTINGS | {"read": {}, "debian": {}})
    monkeypatch.setattr(licence_page, "dependencies", lambda given: [PEBBLE])
    monkeypatch.setattr("sys.argv", ["licence_page.py", *words])
    assert licence_page.main() == code
    assert said in capsys.readouterr().out
    if words:
        monkeypatch.setattr("sys.argv", ["licence_page.py"])
        assert licence_page.main() == 0


def test_a_licence_that_is_not_allowed_is_never_written(tmp_path, monkeypatch, capsys):
    bad = Dependency("PyPI", "pebble", "1.0", "GPL-3.0-or-later", "License", "run time")
    monkeypatch.setattr(licence_page, "ROOT", tmp_path)
    monkeypatch.setattr(licence_page, "settings", lambda: SETTINGS | {"read": {}, "debian": {}})
    monkeypatch.setattr(licence_page, "dependencies", lambda given: [bad])
    monkeypatch.setattr("sys.argv", ["licence_page.py", "--write"])
    assert licence_page.main() == 1
    assert (
        "PyPI pebble 1.0: GPL-3.0-or-later is not allowed for run time" in capsys.readouterr().out
    )
    assert list(tmp_path.iterdir()) == []
