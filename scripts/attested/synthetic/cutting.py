"""The last copy, cut to some claims: what depends on the claims left out goes with them."""

from collections.abc import Callable

from attested.schema import Package
from attested.synthetic.record import OWN, Block, Rows

_NAMING = ("source", "about", "publisher")


def cut(block: Block, claims: int) -> dict[str, Rows]:
    """The block's own rows of a copy with its first claims alone, so that all rules still hold."""
    rows = {name: [dict(row) for row in listed] for name, listed in block.rows.items()}
    rows["claims"] = rows["claims"][:claims]
    kept = {row["id"] for row in rows["claims"]}
    _keep(rows, "relays", lambda row: row["claim"] in kept)
    _keep(rows, "involvements", lambda row: row["claim"] in kept)
    told = {row["incident"] for row in rows["claims"]}
    _keep(rows, "incidents", lambda row: row["id"] in told)
    _keep(rows, "incident_places", lambda row: row["incident"] in told)
    _keep(rows, "incident_links", lambda row: {row["incident"], row["other"]} <= told)
    _keep(rows, "incident_links", lambda row: not row["claim"] or row["claim"] in kept)
    voices = {row.get(end) for listed in rows.values() for row in listed for end in _NAMING}
    _keep(rows, "sources", lambda row: block.reach[row["id"]] != OWN or row["id"] in voices)
    _empty_dangling(block.package, rows)
    _keep_evidence(rows)
    return rows


def _keep(rows: dict[str, Rows], table: str, holds: Callable[[dict[str, str]], object]) -> None:
    """Leaves in the table the rows for which it holds."""
    rows[table] = [row for row in rows[table] if holds(row)]


def _empty_dangling(package: Package, rows: dict[str, Rows]) -> None:
    """Empties the cells that name a row that is left out."""
    ids = {row["id"] for listed in rows.values() for row in listed}
    for name, listed in rows.items():
        for column in package.tables[name].targets:
            for row in listed:
                row[column] = row[column] if row[column] in ids else ""


def _keep_evidence(rows: dict[str, Rows]) -> None:
    """Leaves out evidence for what is left out, then passages that attest nothing more."""
    held = {row["id"]: row for listed in rows.values() for row in listed}
    _keep(rows, "evidence", lambda row: row["row"] in held)
    _keep(rows, "evidence", lambda row: not row["field"] or held[row["row"]][row["field"]])
    used = {row["passage"] for row in rows["evidence"]}
    _keep(rows, "passages", lambda row: row["set_aside"] or row["id"] in used)
