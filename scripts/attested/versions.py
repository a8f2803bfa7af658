"""Versions compared as numbers, part by part."""


def parts(version: str) -> tuple[int, ...]:
    """The numbers of a version such as 0.2 or 1.10.0, so that 0.10 comes after 0.9."""
    return tuple(int(part) for part in version.split("."))
