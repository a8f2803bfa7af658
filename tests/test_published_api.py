"""The description of the JSON API: valid, and true of what the portal answers."""

import os
import shutil
from collections import Counter

import jsonschema
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import published_site
from attested.portal import queries
from attested.portal.shell import doors
from conftest import require_or_skip
from made import ROOT
from portal_site import real_site

try:
    import schemathesis
    from schemathesis import openapi
    from schemathesis.checks import not_a_server_error
    from schemathesis.generation import GenerationMode
    from schemathesis.specs.openapi import checks
except ImportError:
    schemathesis = None

CASES = int(os.environ.get("ATTESTED_API_CASES", "300")) // 2  # as described, and not
V = "0.3.0"
SHAPES = ("arrays", "objects", "array")


@pytest.fixture(scope="module")
def site(history_template, tmp_path_factory):
    root = shutil.copytree(history_template, tmp_path_factory.mktemp("api") / "package")
    return published_site.over(root)


@pytest.fixture(scope="module")
def document(site):
    response = site.get("/openapi.json")
    return response.json()


@pytest.fixture(scope="module")
def record():
    """The description of the newest release of the record itself, and its portal."""
    site = published_site.over(ROOT, origin="http://testserver")  # as schemathesis asks
    return site, site.get("/openapi.json").json()


def operation(document, path):
    return document["paths"][path]["get"]


def schema(document, path, status="200"):
    """The schema of an answer, which can stand alone."""
    (media,) = operation(document, path)["responses"][status]["content"].values()
    return {**media["schema"], "components": document["components"]}


def valid(answer, schema):
    jsonschema.Draft202012Validator(schema).validate(answer)


def test_the_description_is_valid(document, record):
    require_or_skip(schemathesis, "schemathesis is not installed")
    for each in (document, record[1]):
        openapi.from_dict(each).validate()
        for part in each["components"]["schemas"].values():
            jsonschema.Draft202012Validator.check_schema(part)


def test_a_description_that_is_not_valid_is_noticed(document):
    require_or_skip(schemathesis, "schemathesis is not installed")
    broken = {**document, "paths": {"/x": {"get": {"parameters": [{"name": "a"}]}}}}
    with pytest.raises(ValueError, match="required property"):
        openapi.from_dict(broken).validate()


def test_each_version_has_its_own_and_the_first_is_that_of_the_front(site, document):
    assert site.get(f"/v/{V}/openapi.json").json() == document
    assert document["info"]["version"] == V
    older = site.get("/v/0.1.0/openapi.json").json()
    column = older["components"]["schemas"]["places"]["properties"]
    assert "note" in document["components"]["schemas"]["places"]["properties"]
    assert "note" not in column
    shared = {"/versions.json"}
    assert all(path.startswith("/v/0.1.0/") for path in older["paths"].keys() - shared)
    assert site.get("/v/9.9.9/openapi.json").status_code == 404


def test_every_table_and_question_is_described(site, document):
    names = [*site.tables(), *(query.name for query in queries.read())]
    assert {f"/v/{V}/{name}.json" for name in names} <= set(document["paths"])
    assert {f"/v/{V}/{name}/{{id}}.json" for name in site.tables()} <= set(document["paths"])


def test_every_row_of_the_record_fits_its_schema(record):
    site, document = record
    version = document["info"]["version"]
    for table in site.tables():
        path = f"/v/{version}/{table}.json"
        row = {"$ref": f"#/components/schemas/{table}", "components": document["components"]}
        validator = jsonschema.Draft202012Validator(row)
        address, count = f"{path}?_shape=objects&_size=max", 0
        while address:
            answer = site.get(address).json()
            faults = [
                error.message for each in answer["rows"] for error in validator.iter_errors(each)
            ]
            assert faults == []
            count += len(answer["rows"])
            following = answer["next"]
            address = f"{path}?_shape=objects&_size=max&_next={following}" if following else None
        assert count == site.rows(f'SELECT count(*) FROM "{table}"')[0][0]


def test_a_schema_refuses_what_no_row_may_be(document):
    parts = document["components"]
    row = {"$ref": "#/components/schemas/terms", "components": parts}
    good = {"id": "W000001", "term": "x", "rule": "allowed", "instead": None, "reason": None}
    spoilt = ({"rule": "else"}, {"term": None}, {"id": 1}, {"more": "x"})
    for change in spoilt:
        with pytest.raises(jsonschema.ValidationError):
            valid(good | change, row)
    with pytest.raises(jsonschema.ValidationError):
        valid({"id": "W000001"}, row)


@pytest.mark.parametrize("shape", SHAPES)
def test_answers_fit_their_schemas(site, document, shape):
    for path in document["paths"]:
        table = path.split("/")[-2]
        address = path.replace("{table}", "terms")
        if "{id}" in path:
            name = table if table in site.tables() else "terms"
            ids = site.rows(f'SELECT min(id) FROM "{name}"')[0]
            if ids[0] is None:
                continue
            address = address.replace("{id}", ids[0])
        response = site.get(f"{address}?_shape={shape}")
        assert response.status_code == 200, address
        valid(response.json(), schema(document, path))


def test_every_sort_that_is_described_is_allowed_and_no_other(site, document):
    for path, item in document["paths"].items():
        asked = {each["name"]: each["schema"] for each in item["get"]["parameters"]}
        for name in ("_sort", "_sort_desc"):
            for column in asked.get(name, {}).get("enum", []):
                address = f"{path}?_shape=objects&_size=2&{name}={column}"
                assert site.get(address).status_code == 200, address
    refused = site.get(f"/v/{V}/claims.json?_shape=objects&_sort=statement")
    assert refused.status_code == 400
    valid(refused.json(), schema(document, f"/v/{V}/claims.json", "400"))


def test_filters_do_what_they_say(site, document):
    path = f"/v/{V}/claims.json"
    stances = dict(site.rows("SELECT stance, count(*) FROM claims GROUP BY stance"))
    (described,) = [e for e in operation(document, path)["parameters"] if e["name"] == "stance"]
    assert set(stances) <= set(described["schema"]["enum"])
    for stance, count in stances.items():
        answer = site.get(f"{path}?_shape=objects&_size=max&stance={stance}").json()
        assert len(answer["rows"]) == count
    (text,) = site.rows("SELECT substr(statement, 3, 9) FROM claims WHERE id = 'C000001'")[0]
    answer = site.get(f"{path}?_shape=objects&statement__contains={text}").json()
    assert "C000001" in [row["id"] for row in answer["rows"]]


def test_errors_are_told_as_described(site, document):
    path = f"/v/{V}/terms/{{id}}.json"
    lost = site.get(f"/v/{V}/terms/W999999.json")
    assert lost.status_code == 404
    valid(lost.json(), schema(document, path, "404"))
    gone = site.get(f"/v/{V}/terms/W000009.json")
    assert gone.status_code == 410
    valid(gone.json(), schema(document, path, "410"))
    long = site.get(f"/v/{V}/terms.json?term={'x' * doors.LONGEST}")
    assert long.status_code == 414
    valid(long.json(), schema(document, path, "414"))


@pytest.mark.parametrize("text", ["hall", "W000009 I000001", "Norvlae", "zzzz qqqq", "%22%27*"])
def test_searches_fit_their_schema(site, document, text):
    answer = site.get(f"/v/{V}/search.json?q={text}").json()
    valid(answer, schema(document, f"/v/{V}/search.json"))


def test_histories_fit_their_schema(site, document):
    for row_id in ("W000009", "I000001", "C000003"):
        answer = site.get(f"/v/{V}/history/{row_id}.json").json()
        valid(answer, schema(document, f"/v/{V}/history/{{id}}.json"))


def test_unreleased_tables_are_described_without_citations():
    paths = real_site().get("/openapi.json").json()["paths"]
    assert "/v/working/incidents.json" in paths
    assert not any("/cite" in path for path in paths)


def described(site):
    """The API of a portal, as schemathesis reads its description over ASGI."""
    require_or_skip(schemathesis, "schemathesis is not installed")
    return openapi.from_asgi("/openapi.json", site.datasette.app())


def asked(case):
    """The checked answer to a case: no fault of the server's, and as it is described."""
    wanted = [checks.status_code_conformance, checks.content_type_conformance]
    wanted += [not_a_server_error, checks.response_schema_conformance]
    response = case.call()
    case.validate_response(response, checks=wanted)
    return response.status_code


@pytest.mark.parametrize("mode", ["POSITIVE", "NEGATIVE"])
def test_no_request_makes_the_server_fail_or_gets_what_is_not_described(record, mode):
    site, document = record
    api = described(site)
    ids = {table: [i for (i,) in site.rows(f'SELECT id FROM "{table}"')] for table in site.tables()}
    operations = [result.ok() for result in api.get_all_operations()]
    assert len(operations) == len(document["paths"])
    statuses = Counter()

    @settings(max_examples=CASES, deadline=None, derandomize=True, database=None,
              phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(data=st.data())
    def ask(data):
        one = data.draw(st.sampled_from(operations))
        case = data.draw(one.as_strategy(generation_mode=GenerationMode[mode]))
        known = ids.get(case.path.split("/")[-2], ids["incidents"])
        if "id" in case.path_parameters and known and data.draw(st.booleans()):
            case.path_parameters["id"] = data.draw(st.sampled_from(known))
        statuses[asked(case)] += 1

    ask()
    assert sum(statuses.values()) >= CASES
    assert statuses[200] > CASES / 10
    assert max(statuses) < 500
