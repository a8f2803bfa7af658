"""What the package is and holds, as text for a terminal."""

from attested.schema import Package
from attested.tables import Content


def info(package: Package, contents: dict[str, Content]) -> str:
    """Title, licence, codebook version, place and the number of rows of each table."""
    descriptor = package.descriptor
    lines = [
        descriptor.title,
        f"Data under {', '.join(licence.name for licence in descriptor.licenses)};"
        f" coding rules version {descriptor.codebook}; package at {package.root}",
        "",
    ]
    for name, content in contents.items():
        lines.append(f"{len(content.rows):>8}  {name:<16} {content.table.description}")
    return "\n".join(lines) + "\n"
