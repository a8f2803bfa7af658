"""Where the package lies: the checkout, an installed copy, or a folder the user names."""

import os
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def default_root() -> Path:
    """The folder with datapackage.json: ATTESTED_PACKAGE, the checkout, or the installed copy."""
    named = os.environ.get("ATTESTED_PACKAGE")
    if named:
        return Path(named)
    checkout = _HERE.parent.parent
    return checkout if (checkout / "datapackage.json").is_file() else _HERE / "_package"


def build_folder(root: Path) -> Path:
    """The folder for built outputs: build/ in a checkout, the current folder's build/ otherwise."""
    return Path.cwd() / "build" if is_installed(root) else root / "build"


def is_installed(root: Path) -> bool:
    """Whether the package is the copy that came with the installed code, to be read only."""
    return root.parent == _HERE
