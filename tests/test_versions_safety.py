"""What must not come through: markup in a cell, and a value that was taken out of history."""

import histories
from attested.portal.versions import making
from attested.releases import redact
from versions_site import changes, site_of, told

MARKUP = """people <script>alert(1)</script> <img src=x onerror=alert(2)> "' & {{ 7 * 7 }}"""
REASON = "it was <b>misread</b> & so is \"'{{ 7 * 7 }}"
PATHS = (
    "/",
    "/versions",
    "/versions/0.1.0/0.2.0",
    "/versions/0.3.0/0.4.0",
    "/versions/0.1.0/0.4.0",
    "/v/0.4.0/history/I000001",
    "/v/0.4.0/incidents/I000001",
)


def test_a_hostile_cell_and_its_reason_are_shown_as_text(history):
    histories.edit(history, "incidents", "I000001", title=MARKUP)
    histories.release(history, "0.4.0", ask=lambda change: (REASON, "<i>here</i>"))
    site = site_of(history, public=True)
    for path in PATHS:
        page = site.page(path)
        assert not {"img", "b", "i"} & {tag for tag, _ in page.tags}, path
        scripts = [given for tag, given in page.tags if tag == "script"]
        assert all("src" in given or given.get("type", "").endswith("json") for given in scripts)
        assert not [1 for _, given in page.tags if "onerror" in given], path
    for path in ("/versions/0.3.0/0.4.0", "/v/0.4.0/history/I000001"):
        text = site.page(path).text
        assert "<script>alert(1)</script>" in text
        assert "<b>misread</b>" in text
        assert "<i>here</i>" in text
        assert "{{ 7 * 7 }}" in text
    assert changes(site, "0.3.0", "0.4.0")[0]["after"] == MARKUP


def test_a_redacted_value_is_nowhere_and_that_it_was_taken_out_is_told(history):
    before = site_of(history, public=True)
    assert histories.TITLE in before.page("/versions/0.1.0/0.2.0").text
    redact.redact(history, "I000001", "title", "A title", "Taken out for a test.")
    histories.release(history, "0.4.0")
    site = site_of(history, public=True)
    gone = (histories.TITLE, histories.SECOND_TITLE, histories.THIRD_TITLE)
    paths = [*PATHS, "/versions/0.2.0/0.3.0", "/versions.json", "/v/0.4.0/history/I000001.json"]
    paths += ["/versions/0.1.0/0.2.0.json", "/versions/0.1.0/0.4.0.json"]
    for path in paths:
        text = site.get(path).text + site.page(path).text  # with marks and without
        assert not [title for title in gone if title in text], path
    kept = making.made(history, False).read_bytes()
    assert not [title for title in gone if title.encode() in kept]
    assert "The value was taken out of 0.2.0 afterwards. Taken out for a test." in (
        site.page("/versions/0.1.0/0.2.0").text
    )
    found = changes(site, "0.3.0", "0.4.0")
    assert [(c["op"], c["before"], c["after"]) for c in found] == [("set", None, "A title")]
    assert "taken out of history" in site.page("/versions/0.3.0/0.4.0").text
    steps = told(site, "/v/0.4.0/history/I000001.json")["history"]
    assert [(gone["version"], gone["field"]) for gone in steps[0]["redacted"]] == [
        ("0.1.0", "title"),
        ("0.2.0", "title"),
        ("0.3.0", "title"),
    ]


def test_what_was_taken_out_is_not_what_a_row_is_called(history):
    (claim,) = [row for row in histories.read(history, "claims") if row["id"] == "C000003"]
    redact.redact(history, "C000003", "statement", "Nobody was kept.", "Taken out for a test.")
    site = site_of(history, public=True)
    text = site.page("/versions/0.1.0/0.2.0?table=claims").text
    assert claim["statement"] not in text
    assert f" {claim['stance']}: taken out" in text


def test_a_redaction_is_counted_and_stands_on_the_walk_once(history):
    redact.redact(history, "I000001", "title", "A title", "Taken out for a test.")
    site = site_of(history)
    found = changes(site, "0.1.0", "0.2.0", "kind=redacted")
    assert [(c["op"], c["table"], c["id"], c["field"]) for c in found] == [
        ("redact", "incidents", "I000001", "title")
    ]
    listed = {each["version"]: each for each in told(site, "/versions.json")["versions"]}
    for version in histories.VERSIONS:
        assert listed[version]["since_before"]["incidents"]["redacted"] == 1


def test_a_database_that_is_none_is_made_anew(history):
    path = making.made(history, False)
    whole = path.read_bytes()
    path.write_bytes(b"no database")
    assert making.made(history, False).read_bytes() == whole
    stamp = path.stat().st_mtime_ns
    making.made(history, False)
    assert path.stat().st_mtime_ns == stamp
