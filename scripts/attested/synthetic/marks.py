"""How a synthetic package is known: by a keyword of its descriptor, which all outputs repeat."""

from pathlib import Path

from attested import schema
from attested.schema import Package
from attested.strict import ContractError

KEYWORD = "synthetic data"
TITLE = "Synthetic data in the form of Attested: no row reports anything"
HAN = "合成"  # the Chinese word for synthetic


def is_synthetic(package: Package) -> bool:
    """True for a package that `attested synth` made."""
    return KEYWORD in package.descriptor.keywords


def is_synthetic_folder(folder: Path) -> bool:
    """True for a folder that holds a synthetic package; false for any other, and for none."""
    try:
        return is_synthetic(schema.load(folder))
    except ContractError:
        return False
