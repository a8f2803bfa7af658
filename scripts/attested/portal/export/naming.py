"""The links of written pages, named after the files that hold what they lead to."""

from pathlib import Path
from urllib.parse import urlsplit

from attested.portal.export.crawl import Book
from attested.portal.export.editing import edited
from attested.portal.export.layout import between
from attested.portal.export.scope import Scope


class Naming:
    """Names the links of the pages below a folder."""

    def __init__(self, scope: Scope, book: Book, folder: Path) -> None:
        self.scope, self.book, self.folder = scope, book, folder

    def rewrite(self, pages: list[tuple[str, str]]) -> list[str]:
        """Rewrites pages, each given by its address and its file; returns the files."""
        return [self._rewritten(address, file) for address, file in pages]

    def name(self, link: str, address: str, file: str) -> str | None:
        """How a page names what its link leads to; None where that is not exported."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or link.startswith("#"):
            return link
        there = self.book.get(self.scope.normal(link, address) or "")
        ending = f"#{parts.fragment}" if parts.fragment else ""
        return None if there is None else between(file, there) + ending

    def _rewritten(self, address: str, file: str) -> str:
        path = self.folder / file
        page = edited(path.read_text("utf-8"), lambda link: self.name(link, address, file))
        path.write_text(page, "utf-8", newline="")
        return file
