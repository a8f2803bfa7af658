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
    """What proves the cited part, in words; of a query also when it was asked, and its text."""
    if citation.row:
        return f"Row {citation.row.id} of {citation.row.table}, SHA-256 {citation.row.hash}"
    if citation.query is None:
        return ""
    asked = citation.query
    rows = "1 row" if asked.rows == 1 else f"{asked.rows} rows"
    return f"{rows}, asked {asked.asked}, SHA-256 {asked.hash}: {asked.sql}"


def apa(citation: Citation, model: Metadata) -> str:
    """The release's reference in the style of the APA, with the name and proof of a cited part."""
    if not note(citation):
        return f"{reference_in_words(model)}\n"
    return f"{reference_in_words(model, title(citation))} [{note(citation)}]\n"


def csl(citation: Citation, model: Metadata) -> str:
    """CSL-JSON: a list with one item; a part stands in the data set as in a container."""
    if not note(citation):
        return reference.csl_json(model)
    (item,) = json.loads(reference.csl_json(_part(citation, model)))
    del item["abstract"]
    item |= {
        "title": title(citation),
        "container-title": model.title,
        "note": note(citation),
    }
    if citation.query:
        day = [int(part) for part in citation.query.asked[:10].split("-")]
        item["accessed"] = {"date-parts": [day]}
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def _part(citation: Citation, model: Metadata) -> Metadata:
    """The model of a cited part: the release's, with the part's name, title and proof."""
    name = key(citation).removesuffix(f"-{model.version}")
    text = f"{title(citation)}. In {model.title}"
    return replace(model, name=name, title=text, description=note(citation), keywords=())


def _by_reference(write: Callable[[Metadata], str]) -> Callable[[Citation, Metadata], str]:
    return lambda citation, model: write(_part(citation, model) if note(citation) else model)


bibtex = _by_reference(reference.bibtex)
ris = _by_reference(reference.ris)
