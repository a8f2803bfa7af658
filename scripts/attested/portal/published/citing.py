"""The citation of what an address shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from attested.citing.model import CitedRow
from attested.ddl import quoted
from attested.portal.contract import Field
from attested.portal.pages import Pages
from attested.portal.published import asked, forms, released, things
from attested.portal.published.forms import Texts
from attested.portal.published.released import Release
from attested.portal.published.things import Thing
from attested.portal.record import Row
from attested.portal.site import Site
from attested.releases.rowhash import row_hash

CELLS = "SELECT field, value FROM cells WHERE table_name = :table AND id = :id"
UNRELEASED = (
    "These tables are not released yet, so that nobody could find them again: cite a release."
)
LONG = (
    "The answer is longer than the page shows. Narrow the question, or use `attested cite --sql`."
)
NOWHERE = "There is nothing to cite at this address."


class Uncitable(Exception):
    """Something cannot be cited here; the text says why and what to do."""


@dataclass(frozen=True)
class Cited:
    """A thing that can be cited, and its citation in each form by ending."""

    thing: Thing
    texts: Texts
    query: str = ""

    @property
    def reference(self) -> str:
        """The reference in the style of the APA."""
        return self.texts["txt"]().strip()

    def file(self, ending: str) -> str:
        """The address of one form of the citation."""
        parts = [part for part in ("cite", self.thing.name, self.thing.id) if part]
        return _with(f"{self.thing.inside(*parts)}.{ending}", self.query)


async def cited(site: Site, thing: Thing, given: Mapping[str, str]) -> Cited:
    """The citation of a thing; `given` are the parameters of a question. Raises Uncitable."""
    canned = await _question(thing)
    values = tuple((name, given.get(name, "")) for name in canned["params"]) if canned else ()
    query = urlencode(values)
    release = await released.release(site, thing.version, _with(thing.address, query))
    if release is None:
        raise Uncitable(UNRELEASED)
    if canned:
        return Cited(thing, await _answer(thing.pages, release, canned["sql"], values), query)
    return Cited(thing, await _texts(thing, release))


async def _question(thing: Thing) -> Row | None:
    if thing.kind != things.QUERY:
        return None
    return dict(await thing.pages.datasette.get_canned_query(thing.version, thing.name, None))


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address


async def _texts(thing: Thing, release: Release) -> Texts:
    if thing.kind == things.VERSION:
        return forms.of_citation(release.citation, release.metadata)
    if thing.kind == things.ROW:
        part = {"row": await _row(thing.pages, thing.name, thing.id)}
        return forms.of_citation(release.citation.model_copy(update=part), release.metadata)
    if thing.kind == things.TABLE:
        note = _proof(thing, release)
        return forms.of_part(release.metadata, thing.name, thing.title, note)
    raise Uncitable(NOWHERE)


async def _row(pages: Pages, table: str, row_id: str) -> CitedRow:
    """Raises Uncitable where the version has no such row."""
    key = {"table": table, "id": row_id}
    found = await pages.run(CELLS, key)
    fields = pages.contract.tables[table].fields
    cells = {row["field"]: spelt(fields[row["field"]], row["value"]) for row in found}
    if not cells:
        raise Uncitable(f"{pages.database} has no row {row_id} in {table}.")
    label = f"SELECT {quoted(things.label_column(pages, table))} AS label FROM {quoted(table)}"
    named = await pages.run(f"{label} WHERE id = :id", {"id": row_id})
    return CitedRow(
        table=table,
        id=row_id,
        label=str(named[0]["label"] or "redacted"),
        cells={column: cell for column, cell in cells.items() if cell},
        hash=row_hash(table, cells),
    )


def spelt(field: Field, cell: str | None) -> str | None:
    """A cell of the view `cells` as it stands in the file: SQLite writes 50 as 50.0."""
    if cell is None or field.type != "number":
        return cell
    value = Decimal(cell)
    return format(value.normalize(), "f") if value else "0"


async def _answer(pages: Pages, release: Release, sql: str, values: asked.Values) -> Texts:
    try:
        part = {"query": await asked.query(pages, sql, values)}
    except asked.TooLong:
        raise Uncitable(LONG) from None
    return forms.of_citation(release.citation.model_copy(update=part), release.metadata)


def _proof(thing: Thing, release: Release) -> str:
    """What proves a table: its hash; a view follows from all tables, and from their hash."""
    whole = release.citation.release
    if thing.name in whole.tables:
        digest = whole.tables[thing.name]
        return f"Table {thing.name}" + (f", SHA-256 {digest}" if digest else "")
    of_all = f" whose SHA-256 is {whole.content}" if whole.content else ""
    return f"View {thing.name}, computed from the tables{of_all}"
