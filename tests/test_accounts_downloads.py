"""Downloads: the files as the manifest proves them, whole and in parts, and nothing else."""

import asyncio
import hashlib
import shutil
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attested import check
from attested.portal import mounts
from attested.portal.accounts import artefacts, ranges
from attested.portal.accounts.serving import Files
from attested.portal.options import Options
from attested.releases import manifest
from made import ROOT
from portal_site import Site, real_site
from releasing import released

NEWEST = "0.1.0"


@pytest.fixture(scope="module")
def release(sample_template, tmp_path_factory):
    """The sample package with a release, whose files are all made."""
    root = shutil.copytree(sample_template, tmp_path_factory.mktemp("downloads") / "package")
    released(root, NEWEST)
    return root


@pytest.fixture(scope="module")
def folder(release):
    return release / "build" / "releases"


@pytest.fixture(scope="module")
def site(release, folder):
    result = check.check(release)
    served = mounts.mounts(release, result)
    options = {"root": str(release), "released": str(folder)}
    return Site(result.package, result.contents, served=served, **options)


@pytest.fixture(scope="module")
def proofs(release):
    return manifest.read(release, NEWEST).artefacts


def address(name):
    return f"/v/{NEWEST}/files/{quote(name, safe='')}"


def test_the_page_names_every_file_with_the_size_and_hash_of_the_manifest(site, proofs):
    page = site.page(f"/v/{NEWEST}/downloads")
    assert len(proofs) > 10
    for name, proof in proofs.items():
        assert f"{name}" in page.text
        assert f"{proof.bytes:,} bytes, SHA-256 {proof.sha256}" in page.text
        assert address(name) in page.links


def test_every_file_has_a_purpose(proofs):
    assert [name for name in proofs if not artefacts.File(name, 1, "").purpose] == []


def test_every_file_comes_byte_for_byte(site, proofs, folder):
    for name, proof in proofs.items():
        answer = site.get(address(name))
        assert answer.status_code == 200
        assert hashlib.sha256(answer.content).hexdigest() == proof.sha256
        assert answer.headers["content-length"] == str(proof.bytes) == str(len(answer.content))
        assert answer.headers["etag"] == f'"{proof.sha256}"'
        assert answer.headers["accept-ranges"] == "bytes"
        assert "content-encoding" not in answer.headers
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-99", slice(0, 100)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-50", slice(-50, None)),
        ("bytes=10-10", slice(10, 11)),
        ("bytes=5-99999999", slice(5, None)),
    ],
)
def test_a_part_comes_as_asked(site, folder, asked, part):
    whole = (folder / NEWEST / "incidents_flat.csv").read_bytes()
    answer = site.get(address("incidents_flat.csv"), range=asked)
    assert answer.status_code == 206
    assert answer.content == whole[part]
    first = range(len(whole))[part][0]
    last = range(len(whole))[part][-1]
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(whole)}"
    assert answer.headers["content-length"] == str(len(answer.content))


def test_the_parts_of_a_file_make_the_file(site, folder):
    name = f"attested-record-{NEWEST}-csv.zip"
    whole = (folder / NEWEST / name).read_bytes()
    step = len(whole) // 3
    starts = range(0, len(whole), step)
    parts = [
        site.get(address(name), range=f"bytes={start}-{start + step - 1}").content
        for start in starts
    ]
    assert b"".join(parts) == whole


def test_a_whole_answer_is_not_kept_in_place_of_a_part(site, folder):
    name = "incidents_flat.csv"
    assert site.get(address(name)).status_code == 200
    assert site.get(address(name), range="bytes=0-9").status_code == 206
    packed = site.get(address(name), **{"accept-encoding": "gzip"})
    assert "content-encoding" not in packed.headers


def test_a_part_behind_the_end_is_refused(site, folder):
    size = (folder / NEWEST / "README.txt").stat().st_size
    answer = site.get(address("README.txt"), range=f"bytes={size}-")
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{size}"


@pytest.mark.parametrize("asked", ["bytes=9-3", "bytes=-", "lines=1-2", "bytes=0-1,5-6", "x" * 500])
def test_what_is_no_single_range_brings_the_whole_file(site, folder, asked):
    whole = (folder / NEWEST / "README.txt").read_bytes()
    answer = site.get(address("README.txt"), range=asked)
    assert (answer.status_code, answer.content) == (200, whole)


def test_a_part_of_another_file_is_not_joined(site, folder, proofs):
    whole = (folder / NEWEST / "README.txt").read_bytes()
    stale = site.get(address("README.txt"), range="bytes=0-9", **{"if-range": '"another"'})
    assert (stale.status_code, stale.content) == (200, whole)
    tag = f'"{proofs["README.txt"].sha256}"'
    fresh = site.get(address("README.txt"), range="bytes=0-9", **{"if-range": tag})
    assert (fresh.status_code, fresh.content) == (206, whole[:10])


def test_a_reader_who_has_the_file_is_told_that_it_is_the_same(site, proofs):
    tag = f'"{proofs["README.txt"].sha256}"'
    answer = site.get(address("README.txt"), **{"if-none-match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert site.get(address("README.txt"), **{"if-none-match": '"x"'}).status_code == 200


ENCODED = [
    "../manifest.json",
    "..%2f..%2f..%2fdatapackage.json",
    "%2e%2e/SHA256SUMS",
    "%2e%2e%2fSHA256SUMS",
    "..%5cREADME.txt",
    "README.txt%00",
    "%2fetc%2fpasswd",
    "secret.txt",
    "README.txt/",
    "..",
    "",
]
DECODED = [
    f"/v/{NEWEST}/files/../{NEWEST}/README.txt",
    f"/v/{NEWEST}/files/./README.txt",
    f"/v/{NEWEST}/files//README.txt",
    f"/v/{NEWEST}/files/",
    f"/v/{NEWEST}/files/.",
    f"/v/{NEWEST}/files/..",
    f"/v/{NEWEST}/files/README.txt\x00",
    f"/v/{NEWEST}/files/README.txt\n",
    f"/v/{NEWEST}/files/readme.txt",
    f"/v/{NEWEST}/files/secret.txt",
    "/v/../files/0.1.0/README.txt",
    "/v/../files/README.txt",
    "/v//files/README.txt",
    "/v/9.9.9/files/README.txt",
    "/v/working/files/README.txt",
    f"/v/{NEWEST} /files/README.txt",
]


@pytest.fixture(scope="module")
def private(folder):
    (folder / NEWEST / "secret.txt").write_text("kept private", "utf-8")
    return [b"kept private", b"root:", b'"previous"', b"HOW TO CITE"]


@pytest.mark.parametrize("path", ENCODED)
def test_nothing_but_a_named_file_is_served(site, private, path):
    answer = site.get(f"/v/{NEWEST}/files/{path}")
    assert answer.status_code != 206
    assert not [words for words in private if words in answer.content]
    assert answer.status_code in (301, 302, 404) or b"<h1>" in answer.content


@pytest.mark.parametrize("path", DECODED)
def test_a_path_as_a_server_decodes_it_leads_to_no_other_file(release, folder, private, path):
    app = Files(nothing_else, Options(root=str(release), released=str(folder)))
    assert asyncio.run(asked(app, path))["status"] == 404
    assert asyncio.run(asked(app, f"/v/{NEWEST}/files/README.txt"))["status"] == 200


async def nothing_else(scope, receive, send):
    raise AssertionError(f"passed on: {scope['path']}")


async def asked(app, path):
    """The beginning of the answer to a request with a path that no client mended."""
    sent = []

    async def send(message):
        sent.append(message)

    await app({"type": "http", "method": "GET", "path": path, "headers": []}, None, send)
    return sent[0]


def test_a_file_that_is_not_the_one_released_is_neither_served_nor_linked(release, tmp_path):
    held = shutil.copytree(release / "build/releases", tmp_path / "held")
    changed = held / NEWEST / "README.txt"
    changed.write_bytes(changed.read_bytes()[:-1] + b"!")
    (held / NEWEST / "citation.bib").unlink()
    result = check.check(release)
    served = mounts.mounts(release, result)
    options = {"root": str(release), "released": str(held)}
    site = Site(result.package, result.contents, served=served, **options)
    page = site.page(f"/v/{NEWEST}/downloads")
    for name in ("README.txt", "citation.bib"):
        assert site.get(address(name)).status_code == 404
        assert address(name) not in page.links
        assert name in page.text
    assert address("citation.ris") in page.links


def test_without_a_folder_files_are_named_but_not_linked():
    options = Options(root=str(ROOT))
    newest = sorted(artefacts.files(options, "0.2.0"), key=lambda file: file.name)
    assert newest
    assert {file.path for file in newest} == {None}


def test_a_redacted_file_has_no_size_and_is_not_served(release, folder, tmp_path):
    root = shutil.copytree(release, tmp_path / "redacted")
    path = root / f"data/releases/{NEWEST}/manifest.json"
    found = manifest.read(root, NEWEST)
    gone = manifest.ArtefactProof(bytes=None, sha256=None)
    kept = found.model_copy(update={"artefacts": found.artefacts | {"README.txt": gone}})
    path.write_bytes(kept.data())
    options = Options(root=str(root), released=str(folder))
    assert artefacts.file(options, NEWEST, "README.txt") is None
    assert artefacts.file(options, NEWEST, "citation.bib") is not None


def test_tables_stand_with_their_rows_columns_and_ways_to_have_them():
    page = real_site().page("/v/working/downloads")
    for table in real_site().package.tables.values():
        (count,) = real_site().rows(f'SELECT count(*) FROM "{table.name}"')[0]
        columns = len(real_site().rows(f'SELECT * FROM pragma_table_info("{table.name}")'))
        assert f"{table.name} {count:,} {columns} CSV" in page.text
        assert f"/v/working/{table.name}.csv?_stream=on&_size=max&_dl=on" in page.links
        assert f"/v/working/{table.name}.json?_shape=objects" in page.links
    assert "They are no release" in page.text


def test_the_links_of_a_release_lead_to_csv_and_json(site):
    page = site.page(f"/v/{NEWEST}/downloads")
    csv = next(link for link in page.links if link.startswith(f"/v/{NEWEST}/claims.csv"))
    json_link = next(link for link in page.links if link.startswith(f"/v/{NEWEST}/claims.json"))
    assert site.get(csv).headers["content-type"].startswith("text/")
    assert site.get(csv).text.startswith("id,")
    assert len(site.get(json_link).json()["rows"]) > 1


def test_the_head_of_a_file_says_what_the_file_would(site, proofs):
    client = site.datasette.client
    answer = asyncio.run(client.head(address("README.txt")))
    assert answer.headers["content-length"] == str(proofs["README.txt"].bytes)
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_public_portal_offers_no_database(release, folder):
    result = check.check(release)
    options = {"root": str(release), "released": str(folder), "public": True}
    options["origin"] = "http://localhost"
    site = Site(result.package, result.contents, served=mounts.mounts(release, None), **options)
    assert f"/v/{NEWEST}.db" not in site.page(f"/v/{NEWEST}/downloads").links


BYTES = bytes(range(50))
numbers = st.one_of(st.none(), st.integers(0, 70))


@given(first=numbers, last=numbers)
def test_a_part_is_what_the_rules_say(first, last):
    asked = f"bytes={'' if first is None else first}-{'' if last is None else last}"
    try:
        part = ranges.part(asked, len(BYTES))
    except ranges.Unsatisfiable:
        assert (last == 0) if first is None else first >= len(BYTES)
        return
    if part is None:
        assert (first is None and last is None) or (last is not None and last < (first or 0))
        return
    wanted = BYTES[-last:] if first is None else BYTES[first : None if last is None else last + 1]
    assert BYTES[part.first : part.last + 1] == wanted
    assert part.length == len(wanted) > 0
