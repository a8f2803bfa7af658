"""A citation in the forms that papers and reference managers take.

The release's own formats write them all (`artefacts.apa` and `artefacts.reference`), so that a row
is cited by the same names, DOI and day as the release. What proves a cited part has no place of its
own in any of them: it stands in the note of CSL, and in the abstract of BibTeX and RIS.
"""

import json
from collections.abc import Callable
from dataclasses import replace

from attested.artefacts import reference
from attested.artefacts.apa import reference as reference_in_words
from attested.artefacts.meta import Metadata
from attested.citing.model import Citation


def key(citation: Citation) -> str:
    """The citation's key: name, for a part its id, and version."""
    part = citation.row or citation.query
    return "-".join([citation.release.name, *([part.id] if part else []), citation.release.version])


def title(citation: Citation) -> str:
    """What is cited: the data set's title, or what the row or query is."""
    if citation.row:
        return f"{citation.row.id}, {citation.row.label}"
    return f"Query {citation.query.id}" if citation.query else citation.release.title


def note(citation: Citation) -> str:
    """What proves the cited thing, in words; of a query also when it was asked, and its text.

    Empty for a release of which a value was redacted: its tables have no hash any more.
    """
    if citation.row:
        return f"Row {citation.row.id} of {citation.row.table}, SHA-256 {citation.row.hash}"
    if citation.query is None:
        return f"Tables SHA-256 {citation.release.content}" if citation.release.content else ""
    asked = citation.query
    rows = "1 row" if asked.rows == 1 else f"{asked.rows} rows"
    return f"{rows}, asked {asked.asked}, SHA-256 {asked.hash}: {asked.sql}"


def apa(citation: Citation, model: Metadata) -> str:
    """The release's reference in the style of the APA, with a cited part's name, and the proof."""
    part = title(citation) if _is_part(citation) else ""
    proof = f" [{note(citation)}]" if note(citation) else ""
    return f"{reference_in_words(model, part)}{proof}\n"


def _is_part(citation: Citation) -> bool:
    return bool(citation.row or citation.query)


def csl(citation: Citation, model: Metadata) -> str:
    """CSL-JSON: a list with one item; a part stands in the data set as in a container."""
    (item,) = json.loads(reference.csl_json(_proved(citation, model)))
    item["note"] = note(citation)
    if _is_part(citation):
        del item["abstract"]
        item |= {"title": title(citation), "container-title": model.title}
    if citation.query:
        day = [int(part) for part in citation.query.asked[:10].split("-")]
        item["accessed"] = {"date-parts": [day]}
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def _proved(citation: Citation, model: Metadata) -> Metadata:
    """The model of what is cited: the release's, for a part with its name and title; the proof."""
    if not _is_part(citation):
        return replace(model, description=f"{model.description} {note(citation)}".strip())
    name = key(citation).removesuffix(f"-{model.version}")
    text = f"{title(citation)}. In {model.title}"
    return replace(model, name=name, title=text, description=note(citation), keywords=())


def _by_reference(write: Callable[[Metadata], str]) -> Callable[[Citation, Metadata], str]:
    return lambda citation, model: write(_proved(citation, model))


bibtex = _by_reference(reference.bibtex)
ris = _by_reference(reference.ris)
