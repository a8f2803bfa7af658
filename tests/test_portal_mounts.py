"""Which versions are served, from which files, and under which addresses."""

import shutil
import sqlite3
from contextlib import closing

import pytest

import releasing
from attested import check, schema
from attested.portal import mounts, queries, routes
from attested.releases import history
from made import ROOT
from portal_site import Site


@pytest.fixture(scope="module")
def released(history_template, tmp_path_factory):
    """A package with three releases whose present is the newest of them, and its portal."""
    root = tmp_path_factory.mktemp("mounted") / "package"
    shutil.copytree(history_template, root)
    return root


def served(root, public=False, limit=mounts.MOUNTED):
    return mounts.mounts(root, None if public else check.check(root), limit)


def names(found):
    return [mount.version for mount in found]


def site(root, **chosen):
    found = served(root, **chosen)
    result = check.check(root)
    return Site(result.package, result.contents, served=found, root=str(root))


def edit(root):
    rows = releasing.rows(root, "terms")
    rows[-1] |= {"term": "reworded"}
    releasing.write(root, "terms", rows)


def test_the_newest_releases_are_served_the_newest_first(released):
    known = history.versions(released)[::-1]
    assert len(known) == 3
    assert names(served(released, public=True)) == known
    assert names(served(released, public=True, limit=2)) == known[:2]


def test_tables_that_are_not_released_are_shown_to_their_editor_alone(released, tmp_path):
    root = shutil.copytree(released, tmp_path / "edited")
    edit(root)
    assert not mounts.is_release(root, history.versions(root)[-1])
    assert names(served(root))[0] == mounts.WORKING
    assert mounts.WORKING not in names(served(root, public=True))


def test_tables_as_released_are_served_as_that_release(released, tmp_path):
    root = shutil.copytree(released, tmp_path / "same")
    newest = history.versions(root)[-1]
    for path, data in history.rebuild(root, newest).items():
        (root / path).write_bytes(data)
    assert mounts.is_release(root, newest)
    assert names(served(root)) == history.versions(root)[::-1]


def test_a_changed_contract_is_no_release(released, tmp_path):
    root = shutil.copytree(released, tmp_path / "contract")
    newest = history.versions(root)[-1]
    for path, data in history.rebuild(root, newest).items():
        (root / path).write_bytes(data)
    (root / "schemas/views/99-extra.sql").write_text("-- Extra.\nSELECT 1 AS one\n", "utf-8")
    assert not mounts.is_release(root, newest)


def test_a_release_is_built_once(released):
    first = served(released, public=True)
    stamps = [mount.database.stat().st_mtime_ns for mount in first]
    again = served(released, public=True)
    assert [mount.database.stat().st_mtime_ns for mount in again] == stamps
    assert again == first


def test_other_code_builds_it_anew(released, monkeypatch):
    first = served(released, public=True, limit=1)[0].database.stat().st_mtime_ns
    monkeypatch.setattr(mounts, "_code", lambda: "other")
    assert served(released, public=True, limit=1)[0].database.stat().st_mtime_ns > first


def test_the_same_rows_give_the_same_bytes(sample_template, tmp_path):
    result = check.check(sample_template)
    one, two = (mounts.mount_of(result, tmp_path / name, "working") for name in ("a", "b"))
    assert one.database.read_bytes() == two.database.read_bytes()


def test_without_a_release_the_public_is_shown_nothing(sample_template, tmp_path):
    root = shutil.copytree(sample_template, tmp_path / "package")
    with pytest.raises(mounts.MountError, match="no release to serve; make one"):
        mounts.mounts(root, None)


def test_the_prepared_tables_are_no_part_of_a_build(sample_template, tmp_path):
    made = mounts.mount_of(check.check(sample_template), tmp_path, "working").database
    with closing(sqlite3.connect(made)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        names = [n for (n,) in connection.execute("SELECT name FROM sqlite_master")]
    assert any(name.startswith("portal_") for name in names)


def test_every_version_answers_with_all_its_pages_and_tables(released):
    mounted = site(released)
    for version in mounted.datasette.databases:
        if version.startswith("_"):
            continue
        for page in routes.PAGES:
            assert mounted.get(f"/v/{version}/{page}").status_code == 200, (version, page)
        for table, row_id in first_rows(mounted, version):
            assert mounted.get(f"/v/{version}/{table}").status_code == 200, (version, table)
            assert mounted.get(f"/v/{version}/{table}/{row_id}").status_code == 200, table


def first_rows(mounted, version):
    """The first row of each table of a version that has any."""
    shown = mounted.get(f"/v/{version}.json").json()
    for table in shown["tables"]:
        if not table["hidden"] and table["count"] and table["primary_keys"] == ["id"]:
            rows = mounted.get(f"/v/{version}/{table['name']}.json?_size=1&_shape=array").json()
            yield table["name"], rows[0]["id"]


def test_the_real_releases_answer_with_all_their_pages():
    result = check.check(ROOT)
    found = mounts.mounts(ROOT, result)
    mounted = Site(result.package, result.contents, served=found, root=str(ROOT))
    assert {"0.1.0", "0.2.0"} <= set(names(found))
    for mount in found:
        for page in ("", *(f"/{page}" for page in routes.PAGES)):
            assert mounted.get(f"/v/{mount.version}{page}").status_code == 200, (mount, page)
        for table in ("incidents", "officials", "sources", "articles", "places", "claims"):
            (row_id,) = mounted.get(
                f"/v/{mount.version}/{table}.json?_size=1&_shape=arrayfirst&_col=id"
            ).json()
            assert mounted.get(f"/v/{mount.version}/{table}/{row_id}").status_code == 200


def test_latest_leads_to_the_newest_release(released):
    mounted, newest = site(released), history.versions(released)[-1]
    for path in ("/latest", "/v/latest"):
        answer = mounted.get(f"{path}/incidents/I000001?_x=1")
        assert answer.status_code == 302
        assert answer.headers["location"] == f"/v/{newest}/incidents/I000001?_x=1"
        for rest in ("", ".json", "/incidents.json"):
            assert mounted.get(f"{path}{rest}").headers["location"] == f"/v/{newest}{rest}"


def test_a_version_that_is_not_served_is_said(released):
    mounted = site(released)
    for path in ("/v/9.9.9", "/v/9.9.9/incidents", "/v/9.9.9/codebook", "/v/9.9.9/incidents/I1"):
        answer = mounted.get(path)
        assert answer.status_code == 404
        assert "does not serve 9.9.9; it serves" in answer.text


@pytest.mark.parametrize("rest", ["", "/incidents", "/incidents/I000001", ".json?_x=1"])
def test_datasettes_own_address_of_a_version_leads_to_the_permanent_one(released, rest):
    newest = history.versions(released)[-1]
    answer = site(released).get(f"/{newest.replace('.', '~2E')}{rest}")
    assert answer.status_code == 302
    assert answer.headers["location"] == f"/v/{newest}{rest}"


def test_no_table_view_or_query_takes_the_name_of_a_page():
    package = schema.load(ROOT)
    result = check.check(ROOT)
    found = Site(result.package, result.contents)
    taken = {*package.tables, *found.views(), *(query.name for query in queries.read())}
    assert not taken & {*routes.PAGES, "cite", "history", "files", "search"}
