"""The contract is a Data Package, version 2, to validators that others wrote."""

import json
import subprocess
import sys
from pathlib import Path

import dplib
import jsonschema
import pytest

from made import ROOT

PROFILES = Path(dplib.__file__).parent / "profiles" / "2.0"
SCHEMAS = sorted((ROOT / "schemas").glob("*.json"))


def faults(profile: str, document: object) -> list[str]:
    schema = json.loads((PROFILES / f"{profile}.json").read_text("utf-8"))
    validator = jsonschema.validators.validator_for(schema)
    checked = validator(schema, format_checker=validator.FORMAT_CHECKER)
    return [error.message for error in checked.iter_errors(document)]


def descriptor() -> dict:
    return json.loads((ROOT / "datapackage.json").read_text("utf-8"))


def test_the_official_profile_accepts_the_descriptor():
    assert faults("datapackage", descriptor()) == []


def test_the_official_profile_refuses_a_broken_descriptor():
    assert faults("datapackage", descriptor() | {"licenses": []})


@pytest.mark.parametrize("resource", descriptor()["resources"], ids=lambda r: r["name"])
def test_the_official_profile_accepts_each_resource(resource):
    assert faults("dataresource", resource) == []


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_the_official_profile_accepts_each_schema(path):
    schema = json.loads(path.read_text("utf-8"))
    assert faults("tableschema", schema) == []
    assert faults("tableschema", schema | {"fields": [{"type": "string"}]})


def test_frictionless_accepts_the_package_by_its_own_command():
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout
    assert json.loads(result.stdout)["valid"] is True
