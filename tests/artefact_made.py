"""A release of the real tables, built once, with invented DOIs that no registry gave."""

import atexit
import copy
import json
import random
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from attested import check, tables
from attested.artefacts import content, facts, meta, pack, zipped
from attested.artefacts.flat_columns import flat_table
from attested.artefacts.meta import Release
from made import ROOT

RELEASE = Release(
    "0.2.0",
    "2026-11-26",
    doi="10.5072/invented-version",
    concept_doi="10.5072/invented-concept",
    previous_doi="10.5072/invented-previous",
    publisher="An invented archive",
    files_url="https://example.org/records/2/files/",
)
OFFLINE = Release("0.2.0", "2026-11-26")
ORCID = "0000-0002-1825-0097"  # of the person that ORCID invented for tests


@dataclass(frozen=True)
class Built:
    """A built release with everything it was built from."""

    package: Any
    contents: dict[str, tables.Content]
    release: Release
    folder: Path
    made: list[pack.Artefact]

    @property
    def metadata(self) -> meta.Metadata:
        return meta.of_package(self.package, self.contents, self.release)

    @property
    def expected(self) -> facts.Facts:
        return facts.expected(self.metadata)

    @property
    def tables(self) -> list[Any]:
        return [flat_table(self.package), *self.package.tables.values()]

    @property
    def data(self) -> list[Any]:
        """The data files as linked documents name them."""
        return [made.distribution for made in self.made[:7]]

    @property
    def hashes(self) -> dict[str, str]:
        return content.table_hashes(self.package, self.contents)

    def path(self, end: str) -> Path:
        """The one file of the release whose name ends so."""
        (found,) = [made.path for made in self.made if made.name.endswith(end)]
        return found

    def text(self, name: str) -> str:
        return self.path(name).read_text("utf-8")

    def json(self, name: str) -> Any:
        return json.loads(self.text(name))

    def unzipped(self, folder: Path) -> Path:
        """The CSV zip unpacked into the folder."""
        for name, data in zipped.read(self.path("-csv.zip")).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        return folder


def built(root: Path, release: Release, folder: Path) -> Built:
    """A release of the package under `root`, which must be clean."""
    result = check.check(root)
    assert result.problems == []
    assert result.package is not None
    made = pack.build(result.package, result.contents, release, folder)
    return Built(result.package, result.contents, release, folder, made)


@cache
def real(release: Release = RELEASE) -> Built:
    """A release of the real tables; nobody may change its files."""
    folder = tempfile.mkdtemp(prefix="artefacts-")
    atexit.register(shutil.rmtree, folder, True)
    return built(ROOT, release, Path(folder))


@cache
def with_person() -> Built:
    """The same tables by a person with an ORCID and a body, so that names have parts."""
    whole = real()
    kept = whole.package.descriptor
    person = {"title": "Ada Lamplighter", "given_name": "Ada", "family_name": "Lamplighter"}
    person |= {"path": f"https://orcid.org/{ORCID}", "roles": ["author"]}
    people = [type(kept.contributors[0]).model_validate(person), *kept.contributors]
    package = copy.copy(whole.package)
    package.descriptor = kept.model_copy(update={"contributors": people})
    folder = Path(tempfile.mkdtemp(prefix="artefacts-"))
    atexit.register(shutil.rmtree, folder, True)
    (folder / "root").mkdir()
    package.root = folder / "root"
    shutil.copytree(ROOT / "schemas", package.root / "schemas")
    document = json.loads((ROOT / "datapackage.json").read_text("utf-8"))
    document["contributors"] = [
        each.model_dump(by_alias=True, exclude_none=True) for each in people
    ]
    (package.root / "datapackage.json").write_text(json.dumps(document), "utf-8")
    made = pack.build(package, whole.contents, RELEASE, folder / "pack")
    return Built(package, whole.contents, RELEASE, folder / "pack", made)


Mutant = tuple[str, Any]


def mutants(document: Any, number: int | None = None, seed: int = 1) -> list[Mutant]:
    """Each single fault of a JSON document with its name: keys lost, misspelt, emptied, retyped.

    `number` takes a fixed choice of them, so that a big document needs no more time than a small.
    """
    rng = random.Random(seed)
    faults = [(path, name) for path in _paths(document) for name in _CHANGES]
    rng.shuffle(faults)
    made = (_mutant(document, path, name) for path, name in faults)
    return list(islice((mutant for mutant in made if mutant), number))


def _mutant(document: Any, path: tuple[Any, ...], name: str) -> Mutant | None:
    mutant = copy.deepcopy(document)
    is_changed = _CHANGES[name](_at(mutant, path[:-1]), path[-1])
    return (f"{name} {'.'.join(map(str, path))}", mutant) if is_changed else None


def _paths(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    children = enumerate(node) if isinstance(node, list) else ()
    for key, child in node.items() if isinstance(node, dict) else children:
        yield (*path, key)
        yield from _paths(child, (*path, key))


def _at(node: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        node = node[key]
    return node


def _lose(parent: Any, key: Any) -> bool:
    del parent[key]
    return True


def _misspell(parent: Any, key: Any) -> bool:
    if not isinstance(key, str):
        return False
    parent[f"{key[:-1]}{'x' if key[-1] != 'x' else 'y'}"] = parent.pop(key)
    return True


def _empty(parent: Any, key: Any) -> bool:
    parent[key] = type(parent[key])() if isinstance(parent[key], (str, list, dict)) else None
    return True


def _nothing(parent: Any, key: Any) -> bool:
    parent[key] = None
    return True


def _retype(parent: Any, key: Any) -> bool:
    parent[key] = [7, {"x": parent[key]}]
    return True


def _alter(parent: Any, key: Any) -> bool:
    """Another value of the same kind, which only a comparison with the truth can find."""
    value = parent[key]
    if not isinstance(value, str):
        return False
    kinds = {
        r"[0-9a-f]{64}": "0" * 64,
        r"sha256:[0-9a-f]{64}": "sha256:" + "0" * 64,
        r"10\.\S+": "10.5072/invented-other",
        r"https://\S+": "https://example.org/other",
        r"\d{4}-\d{2}-\d{2}": "2026-11-27",
        r"\d+\.\d+\.\d+": "9.9.9",
        r"\d{4}": "1999",
    }
    others = [other for form, other in kinds.items() if re.fullmatch(form, value)]
    parent[key] = others[0] if others else f"{value} or not"
    return True


_CHANGES = {
    "alter": _alter,
    "lose": _lose,
    "misspell": _misspell,
    "empty": _empty,
    "null": _nothing,
    "retype": _retype,
}
