"""What the templates of a served database ask for."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar

from datasette.app import Datasette
from markupsafe import Markup

from attested.portal import blocks, contract, pictures, plain
from attested.portal.cells import Cells, marked
from attested.portal.record import Record, Row
from attested.portal.records import Records
from attested.synthetic.marks import TITLE

T = TypeVar("T")


class Asked(Protocol):
    """Runs a query on the database of a version and returns its rows as dicts."""

    def __call__(
        self, sql: str, values: Mapping[str, Any] | Sequence[Any] | None = None, /
    ) -> list[Row]: ...


class Pages:
    """The pages of one database."""

    def __init__(self, datasette: Datasette, database: str, held: contract.Contract) -> None:
        self.datasette = datasette
        self.database = database
        self.contract = held
        self.cells = Cells(held, self.address)
        metadata = {name: datasette.table_metadata(database, name) for name in held.tables}
        labels = {name: table["label_column"] for name, table in metadata.items()}
        facets = {name: table["facets"] for name, table in metadata.items()}
        self.records = Records(self.cells, labels, facets)
        self._terms: dict[tuple[str, str, str], Markup] = {}

    async def run(self, sql: str, values: dict[str, Any]) -> list[Row]:
        """The rows of a query as dicts."""
        results = await self.datasette.get_database(self.database).execute(sql, values)
        return [dict(row) for row in results.rows]

    async def asked(self, ask: Callable[[Asked], T]) -> T:
        """What `ask` makes of the version's database, in one trip to it; it is given a function
        that runs a query and returns its rows as dicts."""

        def inside(connection: sqlite3.Connection) -> T:
            def run(sql: str, values: Mapping[str, Any] | Sequence[Any] | None = None) -> list[Row]:
                cursor = connection.execute(sql, values or {})
                names = [column[0] for column in cursor.description]
                return [dict(zip(names, row, strict=True)) for row in cursor]

            return ask(run)

        found: T = await self.datasette.get_database(self.database).execute_fn(inside)
        return found

    async def counts(self) -> dict[str, int]:
        """The number of rows of each table."""
        return dict(await self.datasette.get_database(self.database).table_counts())

    async def views(self) -> list[str]:
        """The names of the views of the record."""
        return list(await self.datasette.get_database(self.database).view_names())

    async def machinery(self) -> list[str]:
        """The names of the tables that hold the codebook and what is computed, hidden ones out."""
        shown = [name for name in await self.counts() if name not in self.contract.tables]
        return sorted(name for name in shown if self.metadata(name) and not self.is_hidden(name))

    async def home(self) -> Row:
        """On how many articles and publishers the record rests, and the rows of each table."""
        return (await self.run(blocks.sql("home"), {}))[0] | {"rows": await self.counts()}

    async def small_pictures(self) -> Row:
        """The small map and the small chronology; None for one that the version cannot fill."""
        return await self.asked(
            lambda run: {
                "map": pictures.map_small(run),
                "chronology": pictures.chronology_small(run),
            }
        )

    async def chain(self, incident: str) -> pictures.Chain | None:
        """Through whom an incident came to the articles; None where no claim tells of it."""
        return await self.asked(lambda run: pictures.dependence_of(run, incident))

    async def questions(self) -> list[Row]:
        """The canned queries in their order."""
        return list((await self.datasette.get_canned_queries(self.database, None)).values())

    async def record(self, table_name: str, row_id: str) -> Record | None:
        """A row with its blocks, its evidence and the rows that point at it.

        None for a row of a table that is not the contract's.
        """
        table = self.contract.tables.get(table_name)
        if table is None:
            return None
        record = await self.asked(lambda run: self.records.read(run, table, row_id))
        shown = {"pages": self, "urls": self.datasette.urls, "record": record}
        shown |= {"table": table_name, "database": self.database}
        record.render = partial(plain.render, self.datasette.jinja_env, **shown)
        return record

    async def question(self, table: str, row_id: str) -> Row | None:
        """The title and address of the canned query that says more about a row."""
        if table not in blocks.QUESTIONS:
            return None
        name, parameter = blocks.QUESTIONS[table]
        query = await self.datasette.get_canned_query(self.database, name, None)
        if query is None:
            return None
        address = self.datasette.urls.query(self.database, name)
        return {"title": query["title"], "address": f"{address}?{parameter}={row_id}"}

    def metadata(self, name: str) -> Row:
        """What is told of a table or view."""
        return dict(self.datasette.table_metadata(self.database, name))

    def shows(self, name: str) -> bool:
        """Whether a table or view has a page: not what the portal or SQLite keeps for itself."""
        return bool(self.metadata(name)) and not self.is_hidden(name)

    def is_hidden(self, name: str) -> bool:
        """Whether lists leave the table out."""
        return bool(self.metadata(name).get("hidden"))

    def description(self, name: str) -> str:
        """What a table or view shows."""
        return str(self.metadata(name).get("description", ""))

    @property
    def allows_sql(self) -> bool:
        """Whether readers may ask in SQL."""
        return bool(self.datasette.setting("default_allow_sql"))

    def facet(self, column: str, result: Row) -> Markup:
        """A value of a facet in words."""
        if column in self.contract.booleans:
            return self.cells.shown(column, result["value"]) or Markup("")
        return marked(str(result["label"])) if result["label"] else Markup("(empty)")

    @property
    def title(self) -> str:
        """The title of the record."""
        return str(self.datasette.metadata("title"))

    @property
    def is_synthetic(self) -> bool:
        """Whether nothing that is shown reports anything, since a program made it up."""
        return self.title == TITLE

    @property
    def about(self) -> str:
        """What the record is."""
        return str(self.datasette.metadata("description"))

    @property
    def rights(self) -> Row:
        """Licence and source of the data."""
        keys = ("license", "license_url", "source", "source_url")
        return {key: self.datasette.metadata(key) for key in keys}

    def address(self, table: str, row_id: str) -> str:
        """The address of a row's page."""
        return str(self.datasette.urls.row(self.database, table, row_id))

    def at(self, page: str) -> str:
        """The address of a page of this version."""
        return f"{self.datasette.urls.database(self.database)}/{page}"

    def codebook(self, table: str, *place: str) -> str:
        """The address of a table in the codebook, of its column or of a value of the column."""
        anchor = ".".join([table, *place]).replace(" ", "-")
        return f"{self.at('codebook')}#{anchor}"

    def term(self, table: str, column: str, value: str | int | None) -> Markup:
        """A value of a closed list by its label, with its definition; of a redacted cell a word."""
        key = table, column, str(value)
        if key not in self._terms:
            category = self.contract.tables[table].fields[column].categories.get(str(value))
            if category is None:
                return Markup("taken out")
            self._terms[key] = Markup('<a class="term" href="{}" title="{}">{}</a>').format(
                self.codebook(table, column, category.value), category.description, category.label
            )
        return self._terms[key]


async def read(datasette: Datasette, database: str) -> Pages:
    """The pages of a database, made from the contract it holds."""
    held = await datasette.get_database(database).execute_fn(
        lambda connection: contract.read(lambda sql: map(dict, connection.execute(sql)))
    )
    return Pages(datasette, database, held)
