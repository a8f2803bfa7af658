"""A citation in the forms that papers and reference managers take.

All are written from one CSL item. The hash and, for a query, its cited form and time stand in the
note, since no style has a place of its own for them; the file of `--output` has them as data.
"""

import json
from typing import Any

from attested.artefacts.meta import doi_url
from attested.citing.model import Citation

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_TEX = {c: "\\" + c for c in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def item(citation: Citation) -> dict[str, Any]:
    """The citation as an item of the Citation Style Language, a dict that is ready for JSON."""
    release = citation.release
    year, month, day = (int(part) for part in release.date.split("-"))
    made: dict[str, Any] = {
        "id": key(citation),
        "type": "dataset",
        "title": title(citation),
        "author": [{"literal": name} for name in release.creators],
        "issued": {"date-parts": [[year, month, day]]},
        "version": release.version,
        "genre": "Data set",
    }
    if release.publisher not in release.creators:
        made["publisher"] = release.publisher
    if release.doi:
        made |= {"DOI": release.doi, "URL": doi_url(release.doi)}
    if citation.row or citation.query:
        made |= {"container-title": release.title, "note": note(citation)}
    if citation.query:
        asked = citation.query.asked
        made["accessed"] = {"date-parts": [[int(part) for part in asked[:10].split("-")]]}
    return made


def key(citation: Citation) -> str:
    """The citation's key: name, version and, for a part, its id."""
    part = citation.row or citation.query
    return "-".join([citation.release.name, citation.release.version, *([part.id] if part else [])])


def title(citation: Citation) -> str:
    """What is cited: the data set's title, or what the row or query is."""
    if citation.row:
        return f"{citation.row.id}, {citation.row.label}"
    return f"Query {citation.query.id}" if citation.query else citation.release.title


def note(citation: Citation) -> str:
    """What proves the cited part, in words."""
    if citation.row:
        return f"Row {citation.row.id} of {citation.row.table}, SHA-256 {citation.row.hash}"
    assert citation.query is not None
    asked = citation.query
    return f"{asked.rows} rows, asked {asked.asked}, SHA-256 {asked.hash}: {asked.sql}"


def apa(citation: Citation) -> str:
    """One line in the style of the APA's seventh edition, with the hash of a cited part."""
    release = citation.release
    names = _joined(release.creators)
    year = release.date[:4]
    version = f"(Version {release.version}) [Data set]"
    what = f"{release.title} {version}"
    if citation.row or citation.query:
        what = f"{title(citation)}. In {what}"
    publisher = [] if release.publisher in release.creators else [f"{release.publisher}."]
    place = [url] if (url := doi_url(release.doi)) else []
    proof = [f"[{note(citation)}]"] if citation.row or citation.query else []
    start = f"{names.removesuffix('.')}. ({year}). {what}."
    return " ".join([start, *publisher, *place, *proof]) + "\n"


def _joined(names: list[str]) -> str:
    *before, last = names
    return f"{', '.join(before)}, & {last}" if before else last


def csl(citation: Citation) -> str:
    """CSL-JSON: a list with one item."""
    return json.dumps([item(citation)], ensure_ascii=False, indent=2) + "\n"


def bibtex(citation: Citation) -> str:
    """A BibTeX entry of the type @misc, which every style knows; braces keep capitals."""
    made = item(citation)
    year, month, _ = made["issued"]["date-parts"][0]
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in citation.release.creators),
        "title": f"{{{_tex(made['title'])}}}",
        "year": str(year),
        "version": made["version"],
        "howpublished": "Data set",
        "publisher": _tex(made.get("publisher", "")),
        "booktitle": _tex(made.get("container-title", "")),
        "note": _tex(_noted(made)),
        "doi": made.get("DOI", ""),
        "url": made.get("URL", ""),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    lines.insert(3, f"  month = {_MONTHS[month - 1]}")
    return f"@misc{{{made['id']},\n" + ",\n".join(lines) + "\n}\n"


def _noted(made: dict[str, Any]) -> str:
    return ". ".join([f"Version {made['version']}", *([made["note"]] if "note" in made else [])])


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in text)


def ris(citation: Citation) -> str:
    """A RIS record of the type DATA; CRLF ends its lines, as the format asks."""
    made = item(citation)
    year, month, day = made["issued"]["date-parts"][0]
    lines = [
        ("TY", "DATA"),
        *(("AU", name) for name in citation.release.creators),
        ("TI", made["title"]),
        ("T2", made.get("container-title", "")),
        ("PY", str(year)),
        ("DA", f"{year:04}/{month:02}/{day:02}"),
        ("ET", made["version"]),
        ("M3", "Data set"),
        ("PB", citation.release.publisher),
        ("N1", made.get("note", "")),
        ("DO", made.get("DOI", "")),
        ("UR", made.get("URL", "")),
        ("ID", made["id"]),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {text}\r\n" for tag, text in lines if text or tag == "ER")
