"""The files of a pack with their sums, held against the SHA256SUMS among them."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from attested.deposits.errors import DepositError

SUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_UNLISTED = re.compile(re.escape(SUMS) + r"(\.[a-z]+)?")  # the list itself and its signatures
_BLOCK = 1 << 20
_ADVICE = "build the artefacts again"


@dataclass(frozen=True)
class Upload:
    """A file as it is uploaded; `md5` is what the server answers, `sha256` what a reader checks."""

    path: Path
    size: int
    md5: str
    sha256: str

    @property
    def name(self) -> str:
        """The name of the file at the server."""
        return self.path.name

    def blocks(self) -> Iterator[bytes]:
        """The bytes of the file, in blocks."""
        return _blocks(self.path)


def uploads(paths: Sequence[Path]) -> list[Upload]:
    """The files by name; raises DepositError unless SHA256SUMS lists each with its sum."""
    found = sorted((_upload(path) for path in paths), key=lambda each: each.name)
    names = [each.name for each in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DepositError(f"two files are called {twice[0]}; give each its own name")
    if SUMS not in names:
        raise DepositError(f"no {SUMS} is among the files; {_ADVICE}")
    listed = _listed(found[names.index(SUMS)].path)
    _compare(listed, {each.name: each.sha256 for each in found if not _UNLISTED.match(each.name)})
    return found


def _compare(listed: dict[str, str], found: dict[str, str]) -> None:
    for name in sorted(listed.keys() | found.keys()):
        if name not in found:
            raise DepositError(f"{SUMS}: {name} is listed and not there; {_ADVICE}")
        if name not in listed:
            raise DepositError(f"{SUMS}: {name} is there and not listed; {_ADVICE}")
        if listed[name] != found[name]:
            raise DepositError(f"{name}: its SHA-256 is not the one in {SUMS}; {_ADVICE}")


def _listed(path: Path) -> dict[str, str]:
    listed: dict[str, str] = {}
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None or match[2] in listed:
            raise DepositError(f"{SUMS}:{number}: is not one sum and one new name; {_ADVICE}")
        listed[match[2]] = match[1]
    return listed


def _upload(path: Path) -> Upload:
    md5, sha256, size = hashlib.md5(usedforsecurity=False), hashlib.sha256(), 0
    for block in _blocks(path):
        md5.update(block)
        sha256.update(block)
        size += len(block)
    return Upload(path, size, md5.hexdigest(), sha256.hexdigest())


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
    except OSError as error:
        raise DepositError(f"{path}: cannot be read ({error.strerror}); {_ADVICE}") from error
