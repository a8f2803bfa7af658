"""The kinds of rows that can be found, in the order of their weight, and how each is read.

A claim never stands without its source and its stance, and an official without the name in the
official's own script; what an official is reported to have done is left to the official's page.
"""

from collections.abc import Callable, Iterator

from attested.portal import words
from attested.portal.finding.entries import Entry, Reader, Row, dated, host, names, told


def officials(reader: Reader) -> Iterator[Entry]:
    """Office holders with the offices they held."""
    held = reader.grouped("positions", "official")
    for row in reader.rows("officials"):
        offices = "; ".join(str(office["title"]) for office in held.get(row["id"], []))
        codes = told(row["wikidata"])
        yield Entry(**names(row), codes=codes, facts=told(row["country"], offices), is_person=True)


def places(reader: Reader) -> Iterator[Entry]:
    """Places with what they lie in."""
    for row in reader.rows("places"):
        given = ("iso_3166_1", "iso_3166_2", "gbt_2260", "nbs", "geonames", "wikidata")
        inside = reader.places.get(row["parent"])
        facts = told(row["level"], f"in {inside}" if inside else "")
        yield Entry(
            **names(row), text=row["note"] or "", codes=told(*map(row.get, given)), facts=facts
        )


def incidents(reader: Reader) -> Iterator[Entry]:
    """Incidents with kind, date, places, and by how many claims they are disputed."""
    where = reader.grouped("incident_places", "incident")
    against = _disputes(reader)
    for row in reader.rows("incidents"):
        at = {reader.places.get(place["place"]): None for place in where.get(row["id"], [])}
        count = against.get(row["id"], 0)
        disputed = f"disputed by {words.count(count, 'claim')}" if count else ""
        yield Entry(
            id=row["id"],
            label=row["title"] or row["id"],
            text=row["summary"] or "",
            codes=told(row["date"]),
            facts=told(row["kind"], row["realisation"], dated(row["date"]), "; ".join(told(*at))),
            context=told(disputed),
        )


def _disputes(reader: Reader) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in reader.rows("claims"):
        if _bearing(row) == "disputes":
            found[row["incident"]] = found.get(row["incident"], 0) + 1
    return found


def _bearing(row: Row) -> str:
    """How a claim bears on its incident; early versions had the stance alone."""
    return str(row["bearing"] or ("disputes" if row["stance"] == "denies" else "reports"))


def sources(reader: Reader) -> Iterator[Entry]:
    """Sources, also those that are officials."""
    for row in reader.sources.values():
        facts = told(row["kind"], row["country"], host(row["website"]))
        person = row["kind"] in ("official", "researcher", "journalist")
        yield Entry(**names(row), codes=told(row["wikidata"]), facts=facts, is_person=person)


def articles(reader: Reader) -> Iterator[Entry]:
    """Articles with publisher, day and address."""
    for row in reader.rows("articles"):
        printed = told(reader.source(row["publisher"]), row["author"], dated(row["published"]))
        label = row["headline"] or row["id"]
        yield Entry(row["id"], label, facts=printed + told(row["genre"], row["url"]))


def positions(reader: Reader) -> Iterator[Entry]:
    """Offices with who held them and when."""
    for row in reader.rows("positions"):
        holder = reader.officials.get(row["official"])
        spans = dated(row["since"], "since "), dated(row["until"], "until ")
        printed = f"printed as {row['printed']}" if row["printed"] else ""
        yield Entry(
            row["id"],
            f"{row['title']}: {holder['name']}" if holder else str(row["title"]),
            name=str(row["title"]),
            facts=told(holder and holder["name_own_script"], printed)
            + told(reader.source(row["organisation"]), *spans),
        )


def values(reader: Reader) -> Iterator[Entry]:
    """The values of closed lists with the rule that decides when each applies."""
    for row in reader.rows("contract_categories"):
        label = str(row["label"] or row["value"])
        rule = told(row["description"], row["include"] and f"Include: {row['include']}")
        anchor = f"{row['table_name']}.{row['field']}.{row['value']}"
        yield Entry(
            anchor,
            label,
            text=" ".join(rule + told(row["exclude"] and f"Exclude: {row['exclude']}")),
            facts=(f"a value of {row['field']} in {row['table_name']}",),
        )


def rules(reader: Reader) -> Iterator[Entry]:
    """The rules of judgement."""
    for row in reader.rows("contract_rules"):
        label, text = str(row["title"]), str(row["text"])
        yield Entry(f"rule-{row['rule']}", label, text=text, facts=told(row["section"]))


def columns(reader: Reader) -> Iterator[Entry]:
    """The columns of the tables."""
    for row in reader.rows("contract_fields"):
        table, field = row["table_name"], row["field"]
        fact = f"the column {field} of {table}"
        yield Entry(
            f"{table}.{field}", str(row["title"]), text=str(row["description"]), facts=(fact,)
        )


def terms(reader: Reader) -> Iterator[Entry]:
    """Words that were reviewed, with what the record writes instead of a loaded one."""
    for row in reader.rows("terms"):
        instead = f"the record writes: {row['instead']}" if row["instead"] else ""
        facts = told(row["rule"], instead)
        yield Entry(row["id"], str(row["term"]), text=row["reason"] or "", facts=facts)


def claims(reader: Reader) -> Iterator[Entry]:
    """Claims, each as its source's: who says what, how, and where it stands."""
    publishers = {r["id"]: reader.source(r["publisher"]) for r in reader.rows("articles")}
    for row in reader.rows("claims"):
        voice = reader.source(row["source"]) or "An unknown source"
        title = reader.incidents.get(row["incident"])
        yield Entry(
            row["id"],
            f"{voice} {row['stance']}: {row['statement']}",
            name="",
            text=f"In doubt: {row['doubt_note'] or row['doubt']}" if row["doubt"] else "",
            context=told(
                "disputes" if _bearing(row) == "disputes" else "",
                "hedged" if row["hedged"] else "",
                dated(row["said"], "said: "),
                f"about: {title}" if title else "about no incident",
                f"in {publishers.get(row['article']) or row['article']}",
            ),
        )


def retired(reader: Reader) -> Iterator[Entry]:
    """Ids that were withdrawn, with the reason."""
    for row in reader.rows("retired"):
        instead = f"replaced by {row['replaced_by']}" if row["replaced_by"] else ""
        last = f"last in {row['last_release']}" if row["last_release"] else ""
        label, reason = f"{row['id']}, withdrawn", row["reason"] or ""
        yield Entry(row["id"], label, text=reason, name="", context=told(last, instead))


# By the table whose rows they are; titles of the codebook's tables are in words for readers.
KINDS: dict[str, Callable[[Reader], Iterator[Entry]]] = {
    "officials": officials,
    "places": places,
    "incidents": incidents,
    "sources": sources,
    "articles": articles,
    "positions": positions,
    "contract_categories": values,
    "contract_rules": rules,
    "contract_fields": columns,
    "terms": terms,
    "claims": claims,
    "retired": retired,
}
CODEBOOK = {
    "contract_categories": "Values of the codebook",
    "contract_rules": "Rules of judgement",
    "contract_fields": "Columns",
}
