"""README.txt of a release: what the files are, how to open, cite and prove them."""

from attested.artefacts import apa
from attested.artefacts.meta import Metadata
from attested.schema import Table


def readme(metadata: Metadata, tables: list[Table]) -> str:
    """Plain text for whoever downloads a file and has nothing else."""
    return "\n\n".join([_head(metadata), _cite(metadata), _OPEN, _tables(tables), _PROVE]) + "\n"


def _head(metadata: Metadata) -> str:
    lines = [metadata.title, f"Version {metadata.version} of {metadata.date}", ""]
    return "\n".join([*lines, metadata.description])


def _cite(metadata: Metadata) -> str:
    doi = "" if metadata.doi else "\nThis version has no DOI."
    return f"""HOW TO CITE

{apa.reference(metadata)}{doi}

Licence: {metadata.licence.title}, {metadata.licence.path}
It covers the coding, not the articles that are cited; no text of theirs is in these files."""


_OPEN = """HOW TO OPEN

incidents_flat.csv needs no joins: begin there. schemas/README.md in the CSV zip explains every
column, schemas/coding-rules.md how values were decided; the workbook has both as sheets.

In Excel do not double-click a CSV file: that breaks Chinese names and turns codes and dates into
numbers. Use Data, From Text/CSV, choose UTF-8 and set the columns to text, or open the workbook."""


def _tables(tables: list[Table]) -> str:
    width = max(len(table.name) for table in tables)
    lines = [f"{table.name:<{width}}  {table.description}" for table in tables]
    return "\n".join(["WHAT THE TABLES HOLD", "", *lines])


_PROVE = """HOW TO PROVE THAT NOTHING CHANGED

    sha256sum --check SHA256SUMS

If SHA256SUMS.sig is there, this proves who made these sums; without it the release is not signed:

    ssh-keygen -Y verify -f allowed_signers -I releases@attested -n file \\
        -s SHA256SUMS.sig < SHA256SUMS

allowed_signers is a file of one line, releases@attested and the public key of the maintainers. Take
the key from where they publish it, not from beside these files.

content-hashes.json gives each table's own hash. It is that of the table's CSV file, and any format
can be turned back into these files: their hash stays, whatever library wrote the other."""
