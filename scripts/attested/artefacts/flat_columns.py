"""The columns of incidents_flat.csv, described like those of any table."""

from attested.schema import Category, Field, Package, Resource, Table, TableSchema

NAME = "incidents_flat"
BAR = " | "
_MEASURE = {
    "low": (
        "Smallest number that the reported {} may be; empty when no figure may be added up.",
        "integer",
        "2",
    ),
    "high": ("Largest number that the reported {} may be; empty when unbounded.", "integer", "9"),
    "counted": (
        "What the {} count: add only rows that have the same words here, and one row of those that"
        " share same_as.",
        "string",
        "people at the gate",
    ),
}
# name, title, description, type, example
_COLUMNS = (
    ("date_precision", "Precision of the date", "Says whether the date is a day, a span of days or"
     " open at an end; undated when there is none.", "string", "day"),
    ("first_day", "First day", "Earliest day that the date allows; empty when undated or open.",
     "string", "2022-09-18"),
    ("last_day", "Last day", "Latest day that the date allows; empty when undated or open.",
     "string", "2022-09-18"),
    ("places", "Places", "Every place of the incident with its role, separated by a vertical bar;"
     " a place that was matched to no gazetteer entry says so.", "string", "at Beijing"),
    ("place", "Place", "The most exactly known place at which the act took place; the printed"
     " words where it was not placed.", "string", "Beijing"),
    ("places_at", "Number of places", "Number of places at which the act is reported to have taken"
     " place; the point is that of one of them.", "integer", "1"),
    ("precision", "Precision of the place", "How exactly that place is known, on the seven UCDP"
     " levels: 1 is exact, 6 a country.", "integer", "4"),
    ("latitude", "Latitude", "Latitude of that place in degrees north, WGS 84; for a precision"
     " above 1 it is a point that stands for an area.", "number", "39.9075"),
    ("longitude", "Longitude", "Longitude of that place in degrees east, WGS 84; for a precision"
     " above 1 it is a point that stands for an area.", "number", "116.39723"),
    ("articles", "Articles", "Number of articles that report the incident.", "integer", "1"),
    ("claims", "Claims", "Number of claims that report the incident.", "integer", "2"),
    ("roots_min", "Independent roots, at least", "Smallest number of independent voices behind the"
     " reports: every doubt is taken against independence.", "integer", "1"),
    ("roots_max", "Independent roots, at most", "Largest number of independent voices behind the"
     " reports.", "integer", "2"),
    ("independence", "Independence", "Articles and independent roots in one line.", "string",
     "12 articles, 1 root"),
    ("disputes", "Disputes", "Number of claims that dispute the incident.", "integer", "0"),
    ("denials", "Denials", "Number of claims about the incident that deny something.", "integer",
     "0"),
    ("contested", "Contested", "Says whether any claim disputes the incident.", "boolean", "no"),
    ("may_be_counted", "May be counted", "Says whether the row may be counted as one act; a set of"
     " acts, an order or an episode may not.", "boolean", "yes"),
    ("why_not_counted", "Why not counted", "Why the row may not be counted as one act.", "string",
     "it is no single event but of the form practice"),
    ("same_as", "Same as", "Equal for rows that may be one act: count its values for the smallest"
     " number of acts, and the rows for the largest.", "string", "I000001"),
    ("officials", "Officials", "Office holders as reported: role, office as printed, who reports"
     " it, through how many hands, and any hedge or dispute. No entry is a finding.", "string",
     "Alex Example (spoke, as reported by The Echo)"),
    ("sources", "Sources", "Voices that make the claims about the incident.", "string",
     "Alex Example"),
    ("claim_facts", "Facts about the claims", "Every claim about the incident with what bears on"
     " its worth: bearing, the source's access, hands, attribution, hedge, direct speech, and any"
     " doubt with its reason. No entry is a score.", "string",
     "C000001 The Echo asserts (reports; access relays; hands 0; own voice; not hedged; no direct"
     " speech)"),
    ("publishers", "Publishers", "Publishers of the articles.", "string", "The Echo"),
    ("addresses", "Addresses", "Web addresses of the articles.", "string",
     "https://example.org/1"),
    ("figures", "Figures", "Every figure as printed, what it counts, its bounds, and why it may not"
     " be added to others where it may not.", "string",
     "hundreds [200..999, unit person] people at the gate"),
)  # fmt: skip
_KEPT = ("id", "title", "summary", "kind", "form", "realisation", "date")
_KEPT_LATER = ("actor_group", "target_group")


def flat_table(package: Package) -> Table:
    """The table of incidents_flat.csv: columns of incidents, derived ones, three per measure."""
    kept = package.tables["incidents"].field
    fields = [_plain(kept[name]) for name in _KEPT]
    for column in _COLUMNS:
        fields.append(_field(*column))
        if column[0] == "last_day":
            fields += [_plain(kept[name]) for name in _KEPT_LATER]
    fields += [_measured(c, part) for c in measures(package) for part in _MEASURE]
    table = Table(_resource(), _schema(fields))
    table.path = f"{NAME}.csv"
    return table


def measures(package: Package) -> list[Category]:
    """The measures that a figure may have."""
    return package.tables["claims"].field["measure"].categories


def measure_column(measure: str, part: str) -> str:
    """The name of a measure's column, as people_killed_low."""
    return f"{measure.replace(' ', '_').replace('-', '_')}_{part}"


def _measured(measure: Category, part: str) -> Field:
    description, kind, example = _MEASURE[part]
    value = str(measure.value)
    name, title = measure_column(value, part), f"{measure.label}, {part}"
    return _field(name, title, description.format(f"figures for {value}"), kind, example)


def _plain(field: Field) -> Field:
    """A field of incidents without what only holds inside the contract."""
    return field.model_copy(update={"categories": [], "evidence": None, "facet": False})


def _field(name: str, title: str, description: str, kind: str, example: str) -> Field:
    listed = {"true_values": ["yes"], "false_values": ["no"]} if kind == "boolean" else {}
    made = {"name": name, "title": title, "description": description, "type": kind}
    return Field.model_validate(made | {"example": example} | listed)


def _schema(fields: list[Field]) -> TableSchema:
    return TableSchema.model_validate(
        {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "label": ["title"],
            "fields": fields,
            "primary_key": ["id"],
            "missing_values": [""],
        }
    )


def _resource() -> Resource:
    return Resource.model_validate(
        {
            "$schema": "https://datapackage.org/profiles/2.0/dataresource.json",
            "name": NAME,
            "type": "table",
            "path": f"data/{NAME}.csv",
            "title": "Incidents, flat",
            "description": "One row is an incident with labels instead of ids, so that nobody"
            " needs a join to begin.",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": {
                "header": True,
                "delimiter": ",",
                "line_terminator": "\n",
                "quote_char": '"',
                "double_quote": True,
                "skip_initial_space": False,
            },
            "schema": f"schemas/{NAME}.json",
        }
    )
