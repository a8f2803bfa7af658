"""The hash of a row: what a citation of one row holds, and what a stranger can compute alone."""

import hashlib
import json
from collections.abc import Mapping


def row_hash(table: str, cells: Mapping[str, str | None]) -> str:
    """The hex SHA-256 of a row, 64 lowercase digits.

    Hashed are the UTF-8 bytes of the JSON text `["TABLE",[["COLUMN","CELL"],...]]`: no space
    outside of strings; the columns with a cell that is not empty, in the order of their names'
    code points; a cell as it stands in the CSV file once the CSV quotes are undone. In a string
    only `"`, the backslash and U+0000 to U+001F are escaped, as RFC 8785 does. So an added empty
    column or another order of the columns changes no hash, and the identifier is one of the cells.
    """
    filled = [[column, cell] for column, cell in sorted(cells.items()) if cell]
    text = json.dumps([table, filled], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
