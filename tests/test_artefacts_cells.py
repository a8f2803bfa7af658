"""Any legal cell survives every format, and no cell of a spreadsheet can run."""

from datetime import UTC, datetime

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artefact_made import OFFLINE, RELEASE, real
from artefact_synthetic import multiplied
from attested import check, hygiene
from attested.artefacts import content, geojson, meta, pack, parquet, records, values, workbook
from attested.schema import Field
from attested.tables import Content
from made import ROOT, connection

PACKAGE = check.check(ROOT).package
TEXT = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=40)
FIT = TEXT.filter(lambda text: hygiene.fault(text) is None)
TRICKY = ["_x0041_", "_x005F_x0041_", "NA", "null", "0650000", "1e5", "TRUE", "2022-09", "#N/A"]


def row(name: str, /, **cells: str) -> dict[str, str | None]:
    """A row with the given cells; a required one that is not given holds the field's example."""
    fields = PACKAGE.tables[name].fields
    return {f.name: f.example if f.constraints.required else None for f in fields} | cells


def written(reader, writer, tmp_path, contents):
    """The rows of tables after they went through a file."""
    path = tmp_path / "file.xlsx"
    writer(path, list(contents.values()))
    return reader(path, PACKAGE)


def only(name: str, rows: list) -> dict[str, Content]:
    tables = PACKAGE.tables
    return {each: Content(tables[each], rows if each == name else []) for each in tables}


METADATA = meta.metadata(PACKAGE.descriptor, RELEASE)
WAYS = {
    "workbook": (workbook.read, lambda p, c: workbook.write(p, PACKAGE, c, METADATA)),
    "parquet": (parquet.read, lambda p, c: parquet.write(p, c, METADATA)),
    "json": (records.read, lambda p, c: records.write(p, c, RELEASE.date)),
}


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(st.one_of(FIT, st.sampled_from(TRICKY)), min_size=4, max_size=4))
def test_any_fit_text_comes_back(way, texts, tmp_path):
    term, reason, name, alias = texts
    contents = only("terms", [row("terms", id="W000001", term=term, reason=reason)])
    aliases = f"{alias.replace('|', '/')}|{name.replace('|', '/')}2"
    contents["officials"].rows = [row("officials", id="O000001", name=name, aliases=aliases)]
    read = written(*WAYS[way], tmp_path, contents)
    assert read == {each: c.rows for each, c in contents.items()}


@pytest.mark.parametrize("way", WAYS)
def test_types_at_their_ends_come_back(way, tmp_path):
    claims = [
        row("claims", id="C000001", hedged="yes", quoted="no", low="0", high="9" * 18),
        row("claims", id="C000002", low="1000000000000000", high="-5"),
    ]
    contents = only("claims", claims)
    places = ["39.9075", "-116.39723", "0", "0.000001", "-89.123456789012"]
    contents["places"].rows = [
        row("places", id=f"G{n:06d}", name="Town", latitude=cell) for n, cell in enumerate(places)
    ]
    captured = row("captures", id="K000001", captured="2022-09-18T23:59:59Z")
    contents["captures"].rows = [captured]
    contents["articles"].rows = [row("articles", id="A000001", coded_on="2026-11-22")]
    assert written(*WAYS[way], tmp_path, contents) == {n: c.rows for n, c in contents.items()}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\u3000=1", "=HYPERLINK(1)"])
def test_text_that_looks_like_a_formula_is_text(text, tmp_path):
    contents = only("terms", [row("terms", id="W000001", term=text)])
    workbook.write(tmp_path / "x.xlsx", PACKAGE, list(contents.values()), METADATA)
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["terms"]
    assert (sheet["B2"].data_type, sheet["B2"].value) == ("s", text)
    assert sheet["B2"].number_format == "@"


def test_a_table_that_is_too_long_for_a_sheet_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 1)
    contents = only("terms", [row("terms", id="W000001", term="x")])
    with pytest.raises(workbook.WorkbookError, match="terms has too many rows"):
        workbook.write(tmp_path / "x.xlsx", PACKAGE, list(contents.values()), METADATA)


def field(kind: str, **more: object) -> Field:
    made = {"name": "n", "title": "N", "description": "One.", "type": kind, "example": "1"}
    return Field.model_validate(made | more)


YES = field("boolean", true_values=["yes"], false_values=["no"])


@pytest.mark.parametrize(
    ("kind", "read"),
    [
        (field("integer"), 1.5),
        (field("integer"), True),
        (field("integer"), "01"),
        (field("integer"), "x"),
        (field("number"), "1.5"),
        (field("number"), True),
        (field("string"), 7),
        (field("string"), datetime(2022, 9, 18, tzinfo=UTC)),
        (YES, "maybe"),
        (YES, 2),
        (YES, 0.5),
    ],
)
def test_a_value_of_another_type_is_refused(kind, read):
    with pytest.raises(ValueError, match=r"holds|is no"):
        values.cell(kind, read)


def features(**tables):
    made = connection(incidents=[{"id": "I000001"}], **tables)
    return list(geojson.features(PACKAGE, made))


TOWN = {"id": "G000002", "name": "Town", "level": "city", "latitude": "11", "longitude": "21"}


@pytest.mark.parametrize(
    ("cells", "point", "doubt", "absence"),
    [
        ({"place": "G000002", "precision": "1"}, [21, 11], None, None),
        ({"place": "G000002", "precision": "4"}, [21, 11], "the place is not exact", None),
        ({"place": "", "precision": "5"}, None, "matched to no place", "not identified"),
        ({"place": "", "role": "online", "precision": ""}, None, None, "online"),
        (
            {"place": "G000002", "precision": "1", "reading": "Town", "reason": "One letter."},
            [21, 11],
            "its reading is only probable",
            None,
        ),
        ({"place": "G000003", "precision": "1"}, None, None, "no point of the place is known"),
    ],
)
def test_a_feature_says_how_well_its_place_is_known(cells, point, doubt, absence):
    bare = {"id": "G000003", "name": "Hall", "level": "city"}
    place = {"id": "L000001", "incident": "I000001", "role": "at", "printed": "town"} | cells
    given_cells = {name: cell for name, cell in place.items() if cell}
    (feature,) = features(places=[TOWN, bare], incident_places=[given_cells])
    said = feature["properties"]
    assert (feature["geometry"] or {}).get("coordinates") == point
    assert said["uncertain"] is (doubt is not None)
    assert (doubt or "") in (said["why_uncertain"] or "")
    assert (absence or "") in (said["why_no_point"] or "")
    assert (said["why_no_point"] is None) is (point is not None)


def test_an_incident_without_a_place_is_a_feature_too():
    (feature,) = features()
    assert feature["geometry"] is None
    assert feature["properties"]["why_no_point"] == "no place is reported"


def test_every_incident_and_every_place_of_one_is_on_the_map():
    document = real().json(".geojson")
    assert {f["properties"]["incident"] for f in document["features"]} == {
        each["id"] for each in real().contents["incidents"].rows
    }
    places = {each["id"] for each in real().contents["incident_places"].rows}
    assert places <= {f["id"] for f in document["features"]}
    for feature in document["features"]:
        if feature["geometry"]:
            longitude, latitude = feature["geometry"]["coordinates"]
            assert -180 <= longitude <= 180
            assert -90 <= latitude <= 90


def test_the_tables_many_times_over_make_a_release(tmp_path):
    made = real(OFFLINE)
    contents = multiplied(made.package, made.contents, 2)
    built = pack.build(made.package, contents, OFFLINE, tmp_path)
    hashes = content.table_hashes(made.package, contents)
    whole = {each.content for each in built if each.content and not each.name.endswith(".geojson")}
    assert whole == {content.set_hash(hashes)}
    assert len(contents["claims"].rows) == 2 * len(made.contents["claims"].rows)
