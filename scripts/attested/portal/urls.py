"""Permanent addresses: /v/<version>/<table>/<id>, whatever Datasette itself would call them."""

from urllib.parse import urlencode

from datasette.url_builder import Urls
from datasette.utils import PrefixedUrlString, tilde_encode
from datasette.utils.asgi import Request

VERSION = r"working|[0-9]+\.[0-9]+\.[0-9]+"
ROOT = "v"
# How the pattern of a route begins that belongs to a version.
IN = rf"^/{ROOT}/(?P<database>{VERSION})"


class Addresses(Urls):  # type: ignore[misc]
    """The addresses of the portal; a version of the record is one of Datasette's databases."""

    def path(self, path: str, format: str | None = None) -> PrefixedUrlString:
        """An address on this server; a format is its ending, though a version has dots as well."""
        plain = super().path(path)
        return plain if format is None else PrefixedUrlString(f"{plain}.{format}")

    def database(self, database: str, format: str | None = None) -> PrefixedUrlString:
        """The address of a version."""
        return self.path(f"{ROOT}/{self.ds.get_database(database).route}", format=format)

    def table(self, database: str, table: str, format: str | None = None) -> PrefixedUrlString:
        """The address of a table, or of a view."""
        return self.path(f"{self.database(database)}/{tilde_encode(table)}", format)

    def query(self, database: str, query: str, format: str | None = None) -> PrefixedUrlString:
        """The address of a question."""
        return self.table(database, query, format)

    def row(
        self, database: str, table: str, row_path: str, format: str | None = None
    ) -> PrefixedUrlString:
        """The address of a row."""
        return self.path(f"{self.table(database, table)}/{row_path}", format)


def as_format(request: Request, format: str) -> str:
    """What a page shows, in another format: the same address with its ending."""
    query = urlencode(
        [(name, value) for name in request.args for value in request.args.getlist(name)]
    )
    return f"{request.path}.{format}" + (f"?{query}" if query else "")
