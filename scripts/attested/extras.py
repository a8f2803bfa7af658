"""Libraries that a plain install leaves out, each with the extra that brings it."""

from importlib.util import find_spec


def require(extra: str, *libraries: str) -> None:
    """Raises ImportError, which says what to install, when a library of the extra is missing."""
    missing = [name for name in libraries if find_spec(name) is None]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        advice = f"run: pip install 'attested-record[{extra}]'"
        raise ImportError(f"{' and '.join(missing)} {verb} not installed; {advice}")
