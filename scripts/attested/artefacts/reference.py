"""The reference in the formats of reference managers: CSL-JSON, BibTeX, RIS."""

import json
from typing import Any

from attested.artefacts.meta import Creator, Metadata

# BibTeX counts braces even behind a backslash, so that each must be written without one open.
TEX = {c: f"\\{c}" for c in "&%$#_"} | {
    "\\": "\\textbackslash{}",
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
}
_TEX = str.maketrans(TEX)


def csl_json(metadata: Metadata) -> str:
    """A CSL-JSON array with the one item."""
    return json.dumps([_csl_item(metadata)], ensure_ascii=False, indent=2) + "\n"


def bibtex(metadata: Metadata) -> str:
    """A BibLaTeX entry; a classic BibTeX style prints @dataset as @misc and leaves the version."""
    fields = {
        "author": " and ".join(_tex_name(creator) for creator in metadata.creators),
        "title": f"{{{_tex(metadata.title)}}}",
        "date": metadata.date,
        "year": metadata.date[:4] if metadata.date else None,
        "version": metadata.version,
        "publisher": _tex(metadata.publisher),
        "doi": metadata.doi,
        "url": metadata.url,
        "keywords": _tex(", ".join(metadata.keywords)),
        "abstract": _tex(metadata.description),
        "copyright": metadata.licence.name,
        "language": "english",
    }
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
    return "\n".join([f"@dataset{{{_key(metadata)},", *lines, "}"]) + "\n"


def ris(metadata: Metadata) -> str:
    """A RIS record of the type DATA; the version stands in ET, the licence in C1."""
    tags = [
        ("TY", "DATA"),
        *(("AU", _inverted_whole(creator)) for creator in metadata.creators),
        ("TI", metadata.title),
        ("PY", metadata.date[:4] if metadata.date else None),
        ("DA", metadata.date.replace("-", "/") if metadata.date else None),
        ("ET", metadata.version),
        ("PB", metadata.publisher),
        ("DO", metadata.doi),
        ("UR", metadata.url),
        ("AB", metadata.description),
        *(("KW", word) for word in metadata.keywords),
        ("LA", "en"),
        ("C1", metadata.licence.path),
    ]
    lines = [f"{tag}  - {text}" for tag, text in tags if text]
    return "\n".join([*lines, "ER  - "]) + "\n"


def _csl_item(metadata: Metadata) -> dict[str, Any]:
    item = {
        "id": _key(metadata),
        "type": "dataset",
        "title": metadata.title,
        "author": [_csl_name(creator) for creator in metadata.creators],
        "issued": {"date-parts": [[*map(int, metadata.date.split("-"))]]}
        if metadata.date
        else None,
        "version": metadata.version,
        "publisher": metadata.publisher,
        "DOI": metadata.doi,
        "URL": metadata.url,
        "abstract": metadata.description,
        "keyword": ", ".join(metadata.keywords),
        "license": metadata.licence.path,
        "language": "en",
    }
    return {name: fact for name, fact in item.items() if fact}


def _csl_name(creator: Creator) -> dict[str, str]:
    if not creator.family_name:
        return {"literal": creator.name}
    return {"family": creator.family_name, "given": creator.given_name or ""}


def _key(metadata: Metadata) -> str:
    return f"{metadata.name}-{metadata.version}" if metadata.version else metadata.name


def _tex(text: str) -> str:
    return text.translate(_TEX)


def _tex_name(creator: Creator) -> str:
    if not creator.family_name:
        return f"{{{_tex(creator.name)}}}"
    return _tex(_inverted_whole(creator))


def _inverted_whole(creator: Creator) -> str:
    if not creator.family_name:
        return creator.name
    return ", ".join(part for part in (creator.family_name, creator.given_name) if part)
