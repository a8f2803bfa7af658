"""schema.org JSON-LD of a page: what a search engine reads of a version, a table or a row.

A row is a CreativeWork about reports, never an Event, a ClaimReview or a verdict. Of persons only
officials are marked up as such, by name and Wikidata id.
"""

import json
from typing import Any

from markupsafe import Markup

from attested.artefacts import linked
from attested.ddl import quoted
from attested.portal.contract import Field
from attested.portal.published import released, things
from attested.portal.published.released import Release
from attested.portal.published.signposts import files
from attested.portal.published.things import Thing
from attested.portal.site import Site

WIKIDATA = "https://www.wikidata.org/wiki/"
REPORTS = "Claims as articles report them, not findings of fact."
# What a row is about, where that is something other than what articles report.
ABOUT = {"officials": "Person", "places": "Place"}
Node = dict[str, Any]


async def document(site: Site, thing: Thing) -> Node | None:
    """The JSON-LD of a page; None where nothing released is described."""
    release = await released.release(site, thing.version, thing.address)
    if release is None:
        return None
    if thing.kind == things.VERSION:
        node: Node | None = _version(site, thing, release)
    elif thing.kind == things.TABLE:
        node = _table(site, thing, release)
    else:
        node = await _row(site, thing, release) if thing.kind == things.ROW else None
    return {"@context": linked.CONTEXT, **node} if node else None


def script(node: Node) -> Markup:
    """The document as an element of a page's head; no value can end it."""
    text = json.dumps(node, ensure_ascii=False)
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))


def _version(site: Site, thing: Thing, release: Release) -> Node:
    tables = thing.pages.contract.tables.values()
    catalogue = {"@type": "DataCatalog", "name": "Attested", "url": site.absolute("/")}
    parts = [
        {"@type": "Dataset", "name": table.title, "description": table.description}
        | _part_of(release, site.absolute(thing.inside(table.name)))
        for table in tables
    ]
    whole = linked.facts(release.metadata) | {"url": site.absolute(thing.address)}
    return {"@type": "Dataset", **whole, "includedInDataCatalog": catalogue, "hasPart": parts}


def _part_of(release: Release, address: str) -> Node:
    """What every part has: its address and the rights of the whole, which do not hand down."""
    facts = linked.facts(release.metadata)
    shared = ("license", "creator", "version", "datePublished", "inLanguage")
    return {"url": address} | {name: facts[name] for name in shared}


def _whole(site: Site, thing: Thing, release: Release) -> Node:
    facts = linked.facts(release.metadata)
    named: Node = {name: facts[name] for name in ("@id", "name", "version") if name in facts}
    return {"@type": "Dataset", **named, "url": site.absolute(thing.inside())}


def _table(site: Site, thing: Thing, release: Release) -> Node:
    table = thing.pages.contract.tables.get(thing.name)
    address = site.absolute(thing.address)
    node = {
        "@type": "Dataset",
        "name": thing.title,
        "description": thing.pages.description(thing.name),
        **_part_of(release, address),
        "isPartOf": _whole(site, thing, release),
        "distribution": [
            {"@type": "DataDownload", "contentUrl": site.absolute(file), "encodingFormat": media}
            for file, media in files(thing).items()
        ],
    }
    columns = [_variable(field) for field in table.fields.values()] if table else []
    return node | ({"variableMeasured": columns} if columns else {})


def _variable(field: Field) -> Node:
    said = {"name": field.name, "description": field.description, "unitText": field.unit}
    return {"@type": "PropertyValue"} | {name: fact for name, fact in said.items() if fact}


async def _row(site: Site, thing: Thing, release: Release) -> Node | None:
    sql = f"SELECT * FROM {quoted(thing.name)} WHERE id = :id"
    rows = await thing.pages.run(sql, {"id": thing.id})
    if not rows:
        return None
    row, table = rows[0], thing.pages.contract.tables[thing.name]
    label = row[things.label_column(thing.pages, thing.name)]
    node = {
        "@type": "CreativeWork",
        "name": f"{table.title}, row {thing.id}: {label}",
        "identifier": thing.id,
        "disambiguatingDescription": REPORTS,
        "abstract": row.get("summary"),
        **_part_of(release, site.absolute(thing.address)),
        "isPartOf": _whole(site, thing, release),
        "about": _about(thing.name, row),
    }
    return {name: fact for name, fact in node.items() if fact}


def _about(table: str, row: Node) -> Node | None:
    if table not in ABOUT:
        return None
    same = f"{WIKIDATA}{row['wikidata']}" if row.get("wikidata") else None
    said = {"name": row["name"], "alternateName": row.get("name_own_script"), "sameAs": same}
    return {"@type": ABOUT[table]} | {name: fact for name, fact in said.items() if fact}
