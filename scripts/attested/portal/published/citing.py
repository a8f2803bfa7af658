"""The citation of what an address shows."""

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import parse_qsl, urlencode

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
PART = (
    "The SHA-256 is that of the whole, of which this page shows a part. The reference names "
    "the part by its filter. To cite these rows with a hash of their own, ask for them in SQL: "
    "`attested cite --sql`."
)
UNSPEAKABLE = "A value of this question holds the character NUL, which no query can: leave it out."
NOWHERE = "There is nothing to cite at this address."


# Parameters of a table's address that choose rows; every other one that begins so arranges them.
_CHOOSING = ("_search", "_where", "_through")


class Uncitable(Exception):
    """Something cannot be cited here; the text says why and what to do."""


@dataclass(frozen=True)
class Cited:
    """A thing that can be cited, and its citation in each form by ending.

    `query` holds the parameters of a question, or the filter of a table of which a part is shown.
    """

    thing: Thing
    texts: Texts
    query: str = ""

    @property
    def caution(self) -> str:
        """What a reader should know before he cites a part of a table; empty for other things."""
        return PART if self.query and self.thing.kind == things.TABLE else ""

    @property
    def reference(self) -> str:
        """The reference in the style of the APA."""
        return self.texts["txt"]().strip()

    def file(self, ending: str) -> str:
        """The address of one form of the citation."""
        parts = [part for part in ("cite", self.thing.name, self.thing.id) if part]
        return _with(f"{self.thing.inside(*parts)}.{ending}", self.query)


async def cited(site: Site, thing: Thing, query_string: str = "") -> Cited:
    """The citation of what a page shows with the query of its address. Raises Uncitable."""
    canned = await _question(thing)
    values = _answers(canned["params"], query_string) if canned else ()
    rows = chosen(thing, query_string)
    await _check_columns(thing, rows)
    query = urlencode(values or rows)
    release = await released.release(site, thing.version, _with(thing.address, query))
    if release is None:
        raise Uncitable(UNRELEASED)
    if canned:
        return Cited(thing, await _answer(thing.pages, release, canned["sql"], values), query)
    return Cited(thing, await _texts(thing, release, query), query)


def _answers(names: list[str], query_string: str) -> asked.Values:
    """The parameters of a question, the first of each name; one that is not given is empty."""
    given = dict(reversed(parse_qsl(query_string, keep_blank_values=True)))
    return tuple((name, given.get(name, "")) for name in names)


def chosen(thing: Thing, query_string: str) -> asked.Values:
    """The parameters that choose rows of a table, in their order; none for other things."""
    given = parse_qsl(query_string, keep_blank_values=True) if thing.kind == things.TABLE else []
    return tuple(
        (name, value)
        for name, value in given
        if name.startswith(_CHOOSING) or not name.startswith("_")
    )


async def _check_columns(thing: Thing, rows: asked.Values) -> None:
    """Refuses to write into a reference what chooses no rows: a column that there is not."""
    named = {name.partition("__")[0] for name, _ in rows if not name.startswith("_")}
    if named:
        sql = "SELECT name FROM pragma_table_info(:table)"
        found = await thing.pages.asked(lambda run: run(sql, {"table": thing.name}))
        if unknown := named - {row["name"] for row in found}:
            raise Uncitable(f"{thing.name} has no column {min(unknown)!r} by which to choose rows.")


async def _question(thing: Thing) -> Row | None:
    if thing.kind != things.QUERY:
        return None
    return dict(await thing.pages.datasette.get_canned_query(thing.version, thing.name, None))


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address


async def _texts(thing: Thing, release: Release, query: str) -> Texts:
    if thing.kind == things.VERSION:
        return forms.of_citation(release.citation, release.metadata)
    if thing.kind == things.ROW:
        part = {"row": await _row(thing.pages, thing.name, thing.id)}
        return forms.of_citation(release.citation.model_copy(update=part), release.metadata)
    if thing.kind == things.TABLE:
        note = _proof(thing, release) + (f"; of it the rows with {query}" if query else "")
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
    if any("\0" in value for _, value in values):
        raise Uncitable(UNSPEAKABLE)
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
