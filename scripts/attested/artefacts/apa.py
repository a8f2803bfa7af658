"""The reference in words, the same wherever it is printed."""

from attested.artefacts.meta import Creator, Metadata


def reference(metadata: Metadata, part: str = "") -> str:
    """One line in the style of the APA's seventh edition; `part` names what of the set is cited."""
    names = [_inverted(creator) for creator in metadata.creators]
    year = metadata.date[:4] if metadata.date else "n.d."
    version = f" (Version {metadata.version})" if metadata.version else ""
    what = f"{metadata.title}{version} [Data set]."
    said = [
        f"{_joined(names).removesuffix('.')}. ({year}).",
        f"{part}. In {what}" if part else what,
    ]
    if metadata.publisher not in [creator.name for creator in metadata.creators]:
        said.append(f"{metadata.publisher}.")
    return " ".join([*said, metadata.url] if metadata.url else said)


def _inverted(creator: Creator) -> str:
    """A person as family name and initials, a body as it is."""
    if not creator.family_name:
        return creator.name
    initials = " ".join(f"{part[0]}." for part in (creator.given_name or "").split())
    return ", ".join(part for part in (creator.family_name, initials) if part)


def _joined(names: list[str]) -> str:
    *before, last = names
    return f"{', '.join(before)}, & {last}" if before else last
