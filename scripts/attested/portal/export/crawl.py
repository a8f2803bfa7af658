"""Every page that the links of a version lead to."""

from collections.abc import Collection, Iterable

from attested.portal.export.asking import Found
from attested.portal.export.pool import Run
from attested.progress import Progress

Book = dict[str, str]  # the file that holds each address


def crawl(
    run: Run, beginnings: Iterable[str], known: Collection[str], progress: Progress
) -> dict[str, Found]:
    """What each address gave, from those to begin with on; what is known is not asked for."""
    found: dict[str, Found] = {}
    wave = set(beginnings)
    while wave:
        total = len(found) + len(wave)
        for share in run(sorted(wave)):
            found |= {each.address: each for each in share}
            progress.add(len(share), total)
        led = {name for address in wave for name in _led(found[address])}
        wave = led - found.keys() - set(known)
    return found


def book(found: dict[str, Found]) -> Book:
    """The file of each address that has one, also where it has moved there."""
    files = {address: _file(found, each) for address, each in sorted(found.items())}
    return {address: file for address, file in files.items() if file}


def _led(found: Found) -> Iterable[str]:
    return (*found.names, found.moved) if found.moved else found.names


def _file(found: dict[str, Found], each: Found) -> str | None:
    for _ in range(5):  # a way that leads in a circle leads nowhere
        if each.moved is None:
            return each.file
        each = found.get(each.moved, Found(each.moved))
    return None
