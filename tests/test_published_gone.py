"""Withdrawn ids: the answer 410 with what the record says of them."""

import re
import shutil

import pytest

import histories
import published_site


@pytest.fixture(scope="module")
def site(history_template, tmp_path_factory):
    root = shutil.copytree(history_template, tmp_path_factory.mktemp("gone") / "package")
    return published_site.over(root)


def test_a_withdrawn_row_leaves_its_tombstone_in_the_releases_after(site):
    assert site.get("/v/0.2.0/terms/W000009").status_code == 200
    response = site.get("/v/0.3.0/terms/W000009")
    assert response.status_code == 410
    assert "Nobody says it." in response.text
    assert 'href="/v/0.2.0/terms/W000009"' in response.text
    assert site.get("/v/0.2.0/terms/W000009").text != response.text


def test_the_tombstone_in_json(site):
    response = site.get("/v/0.3.0/terms/W000009.json")
    assert response.status_code == 410
    assert response.json() == {
        "ok": False,
        "status": 410,
        "title": "Withdrawn",
        "error": "W000009 was withdrawn after 0.2.0: Nobody says it.",
        "table": "terms",
        "id": "W000009",
        "reason": "Nobody says it.",
        "last_release": "0.2.0",
        "replaced_by": None,
        "last_address": "/v/0.2.0/terms/W000009",
        "replacement_address": None,
    }


def test_a_tombstone_leads_to_what_replaced_the_row(site):
    told = site.get("/v/0.3.0/incidents/I000009.json").json()
    assert told["replacement_address"] == "/v/0.3.0/incidents/I000001"
    assert 'href="/v/0.3.0/incidents/I000001"' in site.get("/v/0.3.0/incidents/I000009").text


def test_a_last_release_that_is_not_served_is_named_without_a_link(history_template, tmp_path):
    root = shutil.copytree(history_template, tmp_path / "package")
    histories.edit(root, "incidents", "I000001", title=histories.TITLE)
    histories.release(root, "0.4.0")
    site = published_site.over(root)
    assert site.get("/v/0.4.0/terms/W000009.json").json()["last_address"]
    told = site.get("/v/0.4.0/incidents/I000009.json").json()
    assert told["last_release"] == "0.1.0"
    assert told["last_address"] is None
    page = site.get("/v/0.4.0/incidents/I000009").text
    assert "0.1.0, which is not served here" in page
    assert "/v/0.1.0/" not in page


@pytest.mark.parametrize(
    "path", ["incidents/I999999", "incidents/W000009", "nothing/W000009", "terms/W000009x", "x/y"]
)
def test_no_other_address_is_said_to_be_withdrawn(site, path):
    assert site.get(f"/v/0.3.0/{path}").status_code == 404
    assert site.get(f"/v/0.3.0/{path}.json").status_code == 404


def test_a_tombstone_itself_is_a_row_that_stands(site):
    assert site.get("/v/0.3.0/retired/W000009.json").status_code == 200


def test_the_page_of_a_withdrawn_row_is_no_address_to_keep(site):
    text = site.get("/v/0.3.0/terms/W000009").text
    assert not re.search(r'rel="canonical"|application/ld\+json', text)
    assert "link" not in site.get("/v/0.3.0/terms/W000009").headers
