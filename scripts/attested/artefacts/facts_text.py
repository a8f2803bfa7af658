"""What the metadata files that are no JSON say of the release."""

import re
from typing import Any

import yaml

from attested.artefacts import shapes
from attested.artefacts.reference import TEX

Facts = dict[str, Any]
_BIB_HEAD = re.compile(r"@dataset\{([^,{}\s]+),")
_BIB_FIELD = re.compile(r"  ([a-z]+) = \{(.+)\},")
_BIB_NEEDS = {"author", "title", "date", "year", "version", "publisher", "copyright", "abstract"}
_BIB_NEEDS |= {"keywords", "language"}
_BIB_MAY = _BIB_NEEDS | {"doi", "url"}
_RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  - (.*)")
_RIS_NEEDS = {"TY", "AU", "TI", "PY", "DA", "ET", "PB", "AB", "KW", "LA", "C1", "ER"}
_RIS_MAY = _RIS_NEEDS | {"DO", "UR"}
_PLAIN = {written: character for character, written in TEX.items()}
_ESCAPED = re.compile("|".join(map(re.escape, _PLAIN)))


def inverted(family: str | None, given: str | None) -> str | None:
    """A person as the formats sort them, family name first; None for a body."""
    return ", ".join(part for part in (family, given) if part) if family else None


def citation_file(text: str) -> Facts:
    """The facts of CITATION.cff."""
    loaded = yaml.safe_load(text)
    if isinstance(loaded, dict) and "date-released" in loaded:
        loaded["date-released"] = str(loaded["date-released"])
    found = shapes.Cff.model_validate(loaded)
    named = {each.description: each.value for each in found.identifiers or []}
    if named.get("This version") != found.doi:
        raise ValueError("names another DOI among the identifiers than as its own")
    orcids = [author.orcid for author in found.authors if author.orcid]
    return {
        "title": found.title,
        "description": found.abstract,
        "version": found.version,
        "date": found.released,
        "doi": found.doi,
        "concept_doi": named.get("All versions"),
        "licence_name": found.license,
        "creators": [a.name or inverted(a.family, a.given) for a in found.authors],
        "orcids": [address.rpartition("/")[2] for address in orcids],
        "keywords": found.keywords,
    }


def bibtex(text: str) -> Facts:
    """The facts of a BibLaTeX file with one entry, a field on each line."""
    head, *lines, last = text.removesuffix("\n").split("\n")
    pairs = [match.groups() for line in lines if (match := _BIB_FIELD.fullmatch(line))]
    fields = {name: _ESCAPED.sub(lambda found: _PLAIN[found[0]], value) for name, value in pairs}
    named = _BIB_HEAD.fullmatch(head)
    if not named or last != "}" or len(fields) != len(lines):
        raise ValueError("is not one @dataset entry with a field on each line")
    _require(fields, _BIB_NEEDS, _BIB_MAY)
    return {
        "key": named[1],
        "language": fields.get("language"),
        "title": fields["title"].removeprefix("{").removesuffix("}"),
        "description": fields["abstract"],
        "version": fields["version"],
        "date": fields["date"],
        "year": fields["year"],
        "doi": fields.get("doi"),
        "url": fields.get("url"),
        "licence_name": fields["copyright"],
        "creators": [name.strip("{}") for name in fields["author"].split(" and ")],
        "keywords": fields["keywords"].split(", "),
        "publisher": fields["publisher"],
    }


def ris(text: str) -> Facts:
    """The facts of a RIS file with one record."""
    lines = text.removesuffix("\n").split("\n")
    pairs = [match.groups() for line in lines if (match := _RIS_LINE.fullmatch(line))]
    tags: dict[str, list[str]] = {}
    for tag, value in pairs:
        tags.setdefault(tag, []).append(value)
    if len(pairs) != len(lines) or pairs[0] != ("TY", "DATA") or pairs[-1] != ("ER", ""):
        raise ValueError("is not one record of the type DATA with a tag on each line")
    _require(tags, _RIS_NEEDS, _RIS_MAY)
    once = {tag: values[0] for tag, values in tags.items() if len(values) == 1}
    if tags.keys() - once.keys() - {"AU", "KW"} or once.get("LA") != "en":
        raise ValueError("has a tag twice that may stand once, or is in another language")
    return {
        "title": once.get("TI"),
        "description": once.get("AB"),
        "version": once.get("ET"),
        "date": once.get("DA", "").replace("/", "-"),
        "year": once.get("PY"),
        "doi": once.get("DO"),
        "url": once.get("UR"),
        "licence": once.get("C1"),
        "creators": tags["AU"],
        "keywords": tags["KW"],
        "publisher": once.get("PB"),
    }


def _require(found: Facts, needed: set[str], allowed: set[str]) -> None:
    lacking, unknown = needed - found.keys(), found.keys() - allowed
    if lacking or unknown:
        words = [*(f"lacks {name}" for name in lacking), *(f"has {name}" for name in unknown)]
        raise ValueError("; ".join(sorted(words)))
