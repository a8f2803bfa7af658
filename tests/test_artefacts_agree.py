"""Licence, DOI, dates, version, names and hashes are the same in every format.

Each format is read by a parser that others wrote, not by the code that wrote it.
"""

import io
import json
import sqlite3
import subprocess
from typing import Any

import bibtexparser
import mlcroissant
import openpyxl
import pyarrow.parquet as pq
import pytest
import rispy
import yaml

from artefact_made import OFFLINE, RELEASE, Built, real, with_person
from attested.artefacts import sums, zipped

DOI, CONCEPT, VERSION = RELEASE.doi, RELEASE.concept_doi, RELEASE.version
LICENCE, SPDX = "https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"


def bare(address: str) -> str:
    return address.removeprefix("https://doi.org/")


def datacite(made: Built) -> dict[str, Any]:
    found = made.json("datacite.json")
    related = {r["relationType"]: r["relatedIdentifier"] for r in found["relatedIdentifiers"]}
    (rights,) = found["rightsList"]
    return {
        "doi": found["doi"],
        "concept": related["IsVersionOf"],
        "version": found["version"],
        "date": next(each["date"] for each in found["dates"] if each["dateType"] == "Issued"),
        "licence": rights["rightsUri"],
        "spdx": rights["rightsIdentifier"],
        "title": found["titles"][0]["title"],
    }


def citation_file(made: Built) -> dict[str, Any]:
    found = yaml.safe_load(made.text("CITATION.cff"))
    return {
        "doi": found["doi"],
        "concept": found["identifiers"][1]["value"],
        "version": found["version"],
        "date": str(found["date-released"]),
        "spdx": found["license"],
        "title": found["title"],
    }


def csl(made: Built) -> dict[str, Any]:
    (found,) = made.json("citation.csl.json")
    return {
        "doi": found["DOI"],
        "url": found["URL"],
        "version": found["version"],
        "date": "{:04}-{:02}-{:02}".format(*found["issued"]["date-parts"][0]),
        "licence": found["license"],
        "title": found["title"],
    }


def bibtex(made: Built) -> dict[str, Any]:
    (entry,) = bibtexparser.parse_string(made.text("citation.bib")).entries
    found = {field.key: field.value for field in entry.fields}
    return {name: found[name] for name in ("doi", "url", "version", "date")} | {
        "spdx": found["copyright"],
        "title": found["title"].strip("{}"),
    }


def ris(made: Built) -> dict[str, Any]:
    (found,) = rispy.loads(made.text("citation.ris"))
    return {
        "doi": found["doi"],
        "url": found["urls"][0],
        "version": found["edition"],
        "date": found["date"].replace("/", "-"),
        "licence": found["custom1"],
        "title": found["title"],
    }


def schema_org(made: Built) -> dict[str, Any]:
    found = made.json("dataset.jsonld")
    return {
        "doi": found["identifier"]["value"],
        "concept": found["isPartOf"]["identifier"]["value"],
        "url": found["url"],
        "version": found["version"],
        "date": found["datePublished"],
        "licence": found["license"],
        "title": found["name"],
    }


def croissant(made: Built) -> dict[str, Any]:
    found = mlcroissant.Dataset(jsonld=str(made.path("croissant.json"))).metadata
    return {
        "url": found.url,
        "version": found.version,
        "date": found.date_published.date().isoformat(),
        "licence": found.license[0],
        "title": found.name,
    }


def descriptor(made: Built) -> dict[str, Any]:
    found = json.loads(zipped.read(made.path("-csv.zip"))["datapackage.json"])
    return {
        "url": found["id"],
        "version": found["version"],
        "date": found["created"][:10],
        "licence": found["licenses"][0]["path"],
        "spdx": found["licenses"][0]["name"],
        "title": found["title"],
    }


def database(made: Built) -> dict[str, Any]:
    with sqlite3.connect(made.path(".db")) as connection:
        found = dict(connection.execute("SELECT fact, value FROM contract_release"))
    return {name: found[name] for name in ("doi", "version", "date", "licence", "title")} | {
        "concept": found["concept_doi"]
    }


def workbook(made: Built) -> dict[str, Any]:
    book = openpyxl.load_workbook(made.path(".xlsx"))
    found = dict(row[:2] for row in book["about"].iter_rows(values_only=True))
    assert book.properties.modified.date().isoformat() == found["date"]
    return {
        "doi": found["doi"],
        "concept": found["all versions"],
        "version": found["version"],
        "date": found["date"],
        "licence": found["licence"].rpartition(" ")[2],
        "title": found["about"],
    }


def parquet(made: Built) -> dict[str, Any]:
    data = zipped.read(made.path("-parquet.zip"))["incidents.parquet"]
    found = {k.decode(): v.decode() for k, v in pq.read_schema(io.BytesIO(data)).metadata.items()}
    names = {"title": "dataset"}
    wanted = ("doi", "version", "date", "licence", "title")
    return {name: found[names.get(name, name)] for name in wanted}


def places(made: Built) -> dict[str, Any]:
    found = made.json(".geojson")
    return {name: found[name] for name in ("doi", "version", "date", "title")} | {
        "licence": found["license"]
    }


def zenodo(made: Built) -> dict[str, Any]:
    found = made.json(".zenodo.json")
    return {
        "doi": found["related_identifiers"][0]["identifier"],
        "version": found["version"],
        "date": found["publication_date"],
        "spdx": found["license"].upper(),
        "title": found["title"],
    }


READERS = [
    datacite, citation_file, csl, bibtex, ris, schema_org, croissant, descriptor, database,
    workbook, parquet, places, zenodo,
]  # fmt: skip


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_every_format_says_the_same(read):
    made = real()
    true = {
        "doi": DOI,
        "concept": CONCEPT,
        "url": f"https://doi.org/{DOI}",
        "version": VERSION,
        "date": RELEASE.date,
        "licence": LICENCE,
        "spdx": SPDX,
        "title": made.metadata.title,
    }
    said = read(made)
    assert len(said) >= 5
    assert said == {name: true[name] for name in said}


def test_the_readme_says_the_same():
    text = real().text("README.txt")
    for fact in (VERSION, RELEASE.date, f"https://doi.org/{DOI}", LICENCE):
        assert fact in text


def test_the_hash_of_a_file_is_the_same_wherever_it_is_named():
    made = real()
    listed = dict(reversed(line.split("  ")) for line in made.text("SHA256SUMS").splitlines())
    for file in made.json("dataset.jsonld")["distribution"]:
        assert file.get("sha256", listed[file["name"]]) == listed[file["name"]]
        assert file["contentUrl"] == f"{RELEASE.files_url}{file['name']}"
    for file in made.json("croissant.json")["distribution"]:
        if "containedIn" not in file:
            assert file["sha256"] == listed[file["name"]]
            assert file["contentSize"] == f"{made.path(file['name']).stat().st_size} B"
    for artefact in made.made:
        if artefact.name != sums.NAME:
            assert artefact.sha256 == listed[artefact.name] == sums.sha256(artefact.path)


def test_the_hash_of_a_table_is_the_same_wherever_it_is_named():
    made = real()
    hashes = made.json("content-hashes.json")
    members = zipped.read(made.path("-csv.zip"))
    for resource in json.loads(members["datapackage.json"])["resources"]:
        if resource["name"] in hashes["tables"]:
            assert resource["hash"] == f"sha256:{hashes['tables'][resource['name']]}"
    made_of = {artefact.name: artefact.content for artefact in made.made if artefact.content}
    assert made_of == hashes["files"]
    places = made.path(".geojson").name
    assert {made_of[name] for name in made_of if name != places} == {hashes["all_tables"]}
    files = made.json("dataset.jsonld")["distribution"]
    linked = {f["name"]: f["identifier"]["value"] for f in files if "identifier" in f}
    assert linked == hashes["files"]


def test_coreutils_alone_give_the_content_hash(tmp_path):
    folder = real().unzipped(tmp_path)
    command = "LC_ALL=C sha256sum data/*.csv | sha256sum"
    result = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True)
    assert result.stdout.split()[0] == real().json("content-hashes.json")["all_tables"]


def test_a_release_without_a_doi_names_none_anywhere():
    made = real(OFFLINE)
    assert "This version has no DOI." in made.text("README.txt")
    for artefact in made.made:
        data = artefact.path.read_bytes()
        if artefact.name.endswith(".zip"):
            data = b"".join(zipped.read(artefact.path).values())
        assert b"doi.org" not in data, artefact.name
        assert b"10.5072" not in data, artefact.name
    assert "doi" not in made.json("datacite.json")


def test_a_person_keeps_both_names_and_the_orcid():
    made = with_person()
    person = made.json("datacite.json")["creators"][0]
    assert (person["familyName"], person["givenName"]) == ("Lamplighter", "Ada")
    address = person["nameIdentifiers"][0]["nameIdentifier"]
    assert yaml.safe_load(made.text("CITATION.cff"))["authors"][0]["orcid"] == address
    assert made.json("dataset.jsonld")["creator"][0]["@id"] == address
    assert address.endswith(made.json(".zenodo.json")["creators"][0]["orcid"])
    assert rispy.loads(made.text("citation.ris"))[0]["authors"][0] == "Lamplighter, Ada"
