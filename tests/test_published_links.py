"""Typed links and JSON-LD: where a machine goes from a page."""

import csv
import io
import json
import re
import shutil

import pytest

import histories
import published_site
from portal_site import ORIGIN, Page, real_site
from published_site import linked_data, links, targets
from schema_org import unknown_terms

V = "0.3.0"
PAGES = {
    "/": "Dataset",
    f"/v/{V}": "Dataset",
    f"/v/{V}/incidents": "Dataset",
    f"/v/{V}/corroboration": "Dataset",
    f"/v/{V}/incidents/I000001": "CreativeWork",
    f"/v/{V}/officials/O000001": "CreativeWork",
    f"/v/{V}/sources/S000001": "CreativeWork",
    f"/v/{V}/places/G000001": "CreativeWork",
}
CSV = ("item", "text/csv")
EVIDENCE = "SELECT id FROM evidence ORDER BY id"
HOSTILE = '</script><script>alert(1)</script> & "quoted"'


@pytest.fixture(scope="module")
def site(history_template, tmp_path_factory):
    root = shutil.copytree(history_template, tmp_path_factory.mktemp("links") / "package")
    return published_site.over(root)


def served(site, address):
    """The path of an address of the portal's own."""
    assert address.startswith(ORIGIN), address
    return address.removeprefix(ORIGIN)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_signed_as_the_profile_asks(site, path):
    response = site.get(path)
    assert response.status_code == 200
    (cite,) = targets(response, "cite-as")
    assert served(site, cite) == ("/v/0.3.0" if path == "/" else path)
    kinds = [f"https://schema.org/{name}" for name in ("AboutPage", PAGES[path])]
    assert targets(response, "type") == kinds
    assert targets(response, "license") == ["https://creativecommons.org/licenses/by/4.0/"]
    assert len(targets(response, "describedby")) == 3
    assert len(targets(response, "item")) >= 1


@pytest.mark.parametrize("path", PAGES)
def test_each_link_of_the_portal_answers_with_its_type(site, path):
    unsigned = ("version-history", "latest-version")
    own = [(a, t) for rel, a, t in links(site.get(path)) if a[:4] == "http" and rel not in unsigned]
    found = [(served(site, a), t) for a, t in own if a.startswith(ORIGIN)]
    assert len(found) >= 5
    for address, kind in found:
        response = site.get(address)
        assert response.status_code == 200, address
        assert response.headers["content-type"].startswith(kind or "text/html"), address


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_a_data_file_leads_back_to_its_page(site, ending):
    response = site.get(f"/v/{V}/incidents.{ending}")
    assert targets(response, "collection") == [f"{ORIGIN}/v/{V}/incidents"]
    assert targets(response, "license")
    assert not targets(response, "describedby")
    row = site.get(f"/v/{V}/incidents/I000001.json")
    assert targets(row, "collection") == [f"{ORIGIN}/v/{V}/incidents/I000001"]


def test_the_next_page_of_a_list_is_still_linked(site):
    response = site.get(f"/v/{V}/claims.json?_shape=array&_size=1")
    (address,) = targets(response, "next")
    assert len(site.get(served(site, address)).json()) == 1


def test_the_same_as_json_is_at_the_address_with_that_ending(site):
    response = site.get(f"/v/{V}/claims?_size=2&stance=asserts")
    assert "_format" not in response.headers["link"]
    (address, _) = targets(response, "alternate")
    assert address == f"{ORIGIN}/v/{V}/claims.json?_size=2&stance=asserts"
    assert len(site.get(served(site, address)).json()["rows"]) == 2


def test_the_csv_of_a_table_holds_all_its_rows():
    site = published_site.released_site()
    found = links(site.get(f"/v/{site.database.stem}/evidence"))
    (address,) = [a for rel, a, kind in found if (rel, kind) == CSV]
    rows = list(csv.DictReader(io.StringIO(site.get(served(site, address)).text)))
    assert len(rows) > 1000
    assert [row["id"] for row in rows] == [i for (i,) in site.rows(EVIDENCE)]


def test_no_query_breaks_out_of_the_header(site):
    response = site.get(f'/v/{V}/claims?_search=<a>"; rel="cite-as"')
    assert targets(response, "cite-as") == [f"{ORIGIN}/v/{V}/claims"]
    assert "<a>" not in response.headers["link"]


def test_an_older_version_leads_to_the_newest_and_stays_its_own(site):
    for path in ("", "/incidents", "/incidents/I000001"):
        older, newest = f"/v/0.2.0{path}", f"/v/{V}{path}"
        assert targets(site.get(older), "latest-version") == [f"{ORIGIN}{newest}"]
        assert not targets(site.get(newest), "latest-version")
        html = site.get(older).text
        assert f'<link rel="canonical" href="{ORIGIN}{older}">' in html
        assert f'<link rel="latest-version" href="{ORIGIN}{newest}">' in html
        assert f'<link rel="canonical" href="{ORIGIN}{newest}">' in site.get(newest).text


def test_a_row_that_was_withdrawn_later_has_no_newest_version(site):
    response = site.get("/v/0.2.0/terms/W000009")
    assert response.status_code == 200
    assert not targets(response, "latest-version")
    assert "latest-version" not in response.text


def test_pages_under_a_query_are_nobodys_canonical_address(site):
    assert "canonical" not in site.get(f"/v/{V}/claims?stance=asserts").text
    assert f'rel="canonical" href="{ORIGIN}/"' in site.get("/").text


def test_the_linkset_holds_the_links_of_the_version_and_its_files(site):
    response = site.get(f"/v/{V}/linkset.json")
    assert response.headers["content-type"].startswith("application/linkset+json")
    first, *others = response.json()["linkset"]
    assert first["anchor"] == f"{ORIGIN}/v/{V}"
    header = site.get(f"/v/{V}")
    for rel in ("cite-as", "describedby", "license", "type"):
        assert [target["href"] for target in first[rel]] == targets(header, rel)
    anchors = {context["anchor"] for context in others}
    assert len(anchors) == 2 * len(site.tables())
    assert {target["href"] for target in first["item"]} == anchors
    for context in others:
        file = site.get(served(site, context["anchor"]))
        assert file.status_code == 200
        assert [t["href"] for t in context["collection"]] == targets(file, "collection")


@pytest.mark.parametrize("path", PAGES)
def test_linked_data_is_schema_org_and_of_the_kind_that_the_header_says(site, path):
    document = linked_data(site.page(path))
    assert document["@context"] == "https://schema.org/"
    assert document["@type"] == PAGES[path]
    assert unknown_terms({k: v for k, v in document.items() if k != "@context"}) == []
    assert document["url"] == f"{ORIGIN}{f'/v/{V}' if path == '/' else path}"


def test_no_row_is_marked_up_as_an_event_a_verdict_or_a_private_person(site):
    for table in site.tables():
        for (row_id,) in site.rows(f'SELECT id FROM "{table}"')[:20]:
            response = site.get(f"/v/{V}/{table}/{row_id}")
            kinds = set(re.findall(r'"@type": "(\w+)"', response.text))
            assert kinds <= {"CreativeWork", "Dataset", "Organization", "Place", "Person"}
            assert ("Person" in kinds) <= (table == "officials")
    assert linked_data(site.page(f"/v/{V}/officials/O000001"))["about"]["@type"] == "Person"


def test_an_officials_markup_is_name_and_wikidata_alone(site):
    for row_id, name, wikidata in site.rows("SELECT id, name, wikidata FROM officials"):
        about = linked_data(site.page(f"/v/{V}/officials/{row_id}"))["about"]
        assert about["name"] == name
        assert set(about) <= {"@type", "name", "alternateName", "sameAs"}
        assert about.get("sameAs") == (
            f"https://www.wikidata.org/wiki/{wikidata}" if wikidata else None
        )


def test_no_cell_ends_the_script(history_template, tmp_path):
    root = shutil.copytree(history_template, tmp_path / "package")
    histories.edit(root, "terms", "W000001", term=HOSTILE)
    histories.release(root, "0.4.0")
    response = published_site.over(root).get("/v/0.4.0/terms/W000001")
    document = linked_data(Page(response.text))
    assert document["name"].endswith(HOSTILE)
    assert "<script>alert" not in response.text


def test_unreleased_tables_are_not_described_to_machines():
    page = real_site().page("/v/working/terms/W000001")
    assert linked_data(page) is None
    response = real_site().get("/v/working/terms/W000001")
    assert not targets(response, "cite-as")
    assert not targets(response, "describedby")
    assert "canonical" not in page.html
    assert targets(response, "alternate")
    assert json.loads(real_site().get("/v/working/terms/W000001.json").text)["rows"]
