"""What the API has beside tables and questions: search, versions, and the history of a row."""

from typing import Any

from attested.portal.published.openapi import parameters
from attested.portal.published.openapi.shapes import COUNT, TEXT, TEXTS, Schema

Part = dict[str, Any]
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
FLAG: Schema = {"type": "boolean"}


def listed(item: Schema) -> Schema:
    """A list of such items."""
    return {"type": "array", "items": item}


def record(properties: Schema, optional: Schema | None = None) -> Schema:
    """An object with these properties; the optional ones may be missing, and no other is there."""
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties | (optional or {}),
        "additionalProperties": False,
    }


_COUNTED = record({"name": TEXT, "rows": COUNT, "more": FLAG})
_FOUND = record(
    {name: TEXT for name in ("table", "id", "label", "own_script", "aliases", "text", "address")}
    | {"facts": TEXTS}
)
SEARCH = record(
    {
        "q": TEXT,
        "cut": FLAG,
        "table": TEXT_OR_NULL,
        "page": COUNT,
        "pages": COUNT,
        "total": COUNT,
        "more": FLAG,
        "counts": listed(_COUNTED),
        "direct": listed(_FOUND),
        "unknown_ids": TEXTS,
        "rows": listed(_FOUND),
        "did_you_mean": TEXTS,
        "alone": listed(_COUNTED),
    }
)
_COUNTS: Schema = {
    "type": "object",
    "description": "By table, how many differences of each kind.",
    "additionalProperties": {"type": "object", "additionalProperties": COUNT},
}
VERSIONS = record(
    {
        "versions": listed(
            record(
                {
                    "version": TEXT,
                    "date": TEXT_OR_NULL,
                    "doi": TEXT_OR_NULL,
                    "codebook": TEXT,
                    "manifest_sha256": TEXT_OR_NULL,
                    "rows": COUNT,
                    "served": FLAG,
                    "since_before": _COUNTS,
                }
            )
        )
    }
)
_STEP: Schema = {
    "type": "object",
    "required": ["version", "date", "what", "table", "row_hash"],
    "properties": {
        "version": TEXT,
        "date": TEXT_OR_NULL,
        "what": TEXT,
        "table": TEXT,
        "row_hash": TEXT_OR_NULL,
        "cells": {"type": "object", "additionalProperties": TEXT_OR_NULL},
        "reason": TEXT_OR_NULL,
        "replaced_by": TEXT_OR_NULL,
    },
}
HISTORY = record({"id": TEXT, "table": TEXT, "label": TEXT, "history": listed(_STEP)})


def search_parameters() -> list[Part]:
    """The parameters of a search."""
    page = {"type": "integer", "minimum": 1}
    return [
        parameters.query("q", "What to look for, in any spelling; an id finds its row.", TEXT),
        parameters.query("table", "Only rows of this table.", TEXT),
        parameters.query("page", "Which page of the rows.", page),
    ]
