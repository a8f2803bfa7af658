"""The coder's folder: blind codebook, numbered texts, and a program that checks a sheet.

The folder holds all that a coder may see. It lies outside the checkout, since it holds texts.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from attested import sentences, tokens
from attested.blind import blind_codebook
from attested.coding import sheet
from attested.coding.columns import columns_of
from attested.files import write_text
from attested.schema import Package

CODE = "attested"
_MODULES = (sentences, tokens)
_CHECK = '''"""Checks a sheet: python3 check.py A900001.json"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from attested.coding.sheet import Column, left, read
from attested.tokens import tokens


def sentences(path):
    lines = path.read_text("utf-8").splitlines()
    return [tokens(line.split("] ", 1)[1]) for line in lines if line.startswith("[")]


def main():
    here = Path(__file__).parent
    columns = json.loads((here / "columns.json").read_text("utf-8"))
    columns = {t: {n: Column(**c) for n, c in cs.items()} for t, cs in columns.items()}
    if len(sys.argv) != 2:
        sys.exit("say which sheet: python3 check.py A900001.json")
    path = Path(sys.argv[1])
    try:
        text = sentences(here / f"{path.stem}.txt")
        sheet = read(json.loads(path.read_text("utf-8")), text, columns)
    except (OSError, ValueError, RecursionError) as error:
        sys.exit(f"{path}: cannot be read ({error}); write JSON, named after the text")
    for fault in sheet.faults:
        print(fault)
    for number in left(sheet, text):
        print(f"sentence {number}: is neither coded nor set aside; code it or set it aside")
    rows = {table: sum(unit.table == table for unit in sheet.units) for table in columns}
    print(len(sheet.faults), "faults;", rows)


main()
'''


def write(package: Package, texts: Mapping[str, Iterable[str]], folder: Path) -> list[Path]:
    """Writes the coder's folder; `texts` are paragraphs by the id of the article."""
    columns = columns_of(package)
    plain = {t: {n: asdict(c) for n, c in named.items()} for t, named in columns.items()}
    files = {
        "codebook.md": blind_codebook(package),
        "columns.json": json.dumps(plain, indent=1),
        "check.py": _CHECK,
        f"{CODE}/__init__.py": "",
        f"{CODE}/coding/__init__.py": "",
        f"{CODE}/coding/sheet.py": _source(sheet.__file__),
    }
    files |= {f"{CODE}/{Path(str(m.__file__)).name}": _source(m.__file__) for m in _MODULES}
    files |= {f"{article}.txt": numbered(text) for article, text in texts.items()}
    for name, text in files.items():
        write_text(folder / name, text)
    return [folder / name for name in files]


def numbered(paragraphs: Iterable[str]) -> str:
    """The text with a line per sentence, each numbered, and a blank line between paragraphs."""
    blocks, number = [], 0
    for paragraph in paragraphs:
        lines = []
        for piece in sentences.pieces(paragraph):
            number += 1
            lines.append(f"[{number}] {' '.join(piece.split())}\n")
        blocks += ["".join(lines)] if lines else []
    return "\n".join(blocks)


def _source(path: str | None) -> str:
    return Path(str(path)).read_text("utf-8")
