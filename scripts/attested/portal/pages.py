"""What the templates of a served database ask for."""

import json
from typing import Any

from datasette.app import Datasette
from markupsafe import Markup

from attested.portal import blocks, contract
from attested.portal.cells import Cells, marked
from attested.portal.record import Record, Row
from attested.portal.records import Records


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

    async def run(self, sql: str, values: dict[str, Any]) -> list[Row]:
        """The rows of a query as dicts."""
        results = await self.datasette.get_database(self.database).execute(sql, values)
        return [dict(row) for row in results.rows]

    async def home(self) -> Row:
        """On how many articles and publishers the record rests, and the rows of each table."""
        counts = await self.datasette.get_database(self.database).table_counts()
        return (await self.run(blocks.sql("home"), {}))[0] | {"rows": counts}

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
        record = await self.records.read(self.run, table, row_id)
        for name, file in blocks.OF_TABLE.get(table_name, {}).items():
            record.blocks[name] = await self.run(blocks.sql(file), {"id": row_id})
        pointing = sorted(
            self.contract.pointing_at(table_name), key=lambda at: at[0].name == "evidence"
        )
        for far, column in pointing:
            if (table_name, far.name, column.name) not in blocks.SHOWN:
                found = await self.records.linked(self.run, far, column, row_id)
                record.linked += [found] if found else []
        await self._add_evidence(record)
        return record

    async def _add_evidence(self, record: Record) -> None:
        shown = [row["id"] for rows in record.blocks.values() for row in rows if "id" in row]
        wanted = {"rows": json.dumps([record.id, *shown])}
        for piece in await self.run(blocks.sql("evidence"), wanted):
            record.evidence[piece["row"]].append(piece)

    async def question(self, table: str, row_id: str) -> Row | None:
        """The title and address of the canned query that says more about a row."""
        if table not in blocks.QUESTIONS:
            return None
        name, parameter = blocks.QUESTIONS[table]
        query = await self.datasette.get_canned_query(self.database, name, None)
        address = self.datasette.urls.query(self.database, name)
        return {"title": query["title"], "address": f"{address}?{parameter}={row_id}"}

    def description(self, name: str) -> str:
        """What a table or view shows."""
        return str(self.datasette.table_metadata(self.database, name).get("description", ""))

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

    def codebook(self, table: str, *place: str) -> str:
        """The address of a table in the codebook, of its column or of a value of the column."""
        anchor = ".".join([table, *place]).replace(" ", "-")
        return f"{self.datasette.urls.path('/codebook')}#{anchor}"

    def term(self, table: str, column: str, value: str | int) -> Markup:
        """A value of a closed list by its label, with its definition."""
        category = self.contract.tables[table].fields[column].categories[str(value)]
        return Markup('<a class="term" href="{}" title="{}">{}</a>').format(
            self.codebook(table, column, category.value), category.description, category.label
        )


async def read(datasette: Datasette, database: str) -> Pages:
    """The pages of a database, made from the contract it holds."""
    held = await datasette.get_database(database).execute_fn(
        lambda connection: contract.read(lambda sql: map(dict, connection.execute(sql)))
    )
    return Pages(datasette, database, held)
