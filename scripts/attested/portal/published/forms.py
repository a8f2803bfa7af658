"""The forms in which a citation can be had, by the ending of its address."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from attested.artefacts import apa, reference
from attested.artefacts.meta import Metadata
from attested.citing import forms
from attested.citing.model import Citation


@dataclass(frozen=True)
class Form:
    """A form: how `attested cite` calls it, its title for readers, and its media type."""

    name: str
    title: str
    media: str


RECHECK = "attested.json"
FORMS = {
    "bib": Form("bibtex", "BibTeX", "application/x-bibtex"),
    "ris": Form("ris", "RIS", "application/x-research-info-systems"),
    "json": Form("csl-json", "CSL-JSON", "application/vnd.citationstyles.csl+json"),
    "txt": Form("apa", "APA as text", "text/plain"),
    RECHECK: Form("json", "a file that attested recheck reads", "application/json"),
}
Texts = dict[str, Callable[[], str]]  # by ending; each is written when it is asked for


def of_citation(citation: Citation, model: Metadata) -> Texts:
    """The forms of a citation of a release, a row or a query."""
    return {end: partial(forms.FORMATS[form.name], citation, model) for end, form in FORMS.items()}


def of_part(model: Metadata, name: str, title: str, note: str) -> Texts:
    """The forms for a table or view, which no citation file of `attested cite` holds.

    They say the same as those of a row: the part in the data set, and the proof.
    """
    whole = f"{title}. In {model.title}"
    part = replace(model, name=f"{model.name}-{name}", title=whole, description=note, keywords=())
    return {
        "bib": lambda: reference.bibtex(part),
        "ris": lambda: reference.ris(part),
        "json": lambda: _csl(part, model, title),
        "txt": lambda: f"{apa.reference(model, title)} [{note}]\n",
    }


def _csl(part: Metadata, model: Metadata, title: str) -> str:
    (item,) = json.loads(reference.csl_json(part))
    item["note"] = item.pop("abstract")
    item |= {"title": title, "container-title": model.title}
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"
