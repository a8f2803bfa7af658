"""A changed rule lists the rows that were coded before, and no others."""

import json

from click.testing import CliRunner

from attested import cli
from faults import rewrite

RULES = "schemas/coding/rules.json"


def run(root, *words):
    return CliRunner().invoke(cli.main, ["--package", str(root), *words])


def change(root, version, **edit):
    """Raises the codebook's version and edits the one rule of the sample."""
    rewrite(root / "datapackage.json", {"codebook": version})
    rewrite(root / RULES, {"rules": {"certainty": edit}})


def coded_under(root, version):
    rewrite(root / "data/articles.csv", {"A000001": {"codebook": version}})


def test_rows_coded_before_a_rule_changed_are_listed(sample):
    coded_under(sample, "0.9")
    change(sample, "0.10", since="0.10")
    result = run(sample, "recode")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert "data/claims.csv:2: C000001 hedged: coded under 0.9, and the rule certainty" in lines[0]
    assert lines[0].endswith("changed in 0.10; look again")
    claims = (sample / "data/claims.csv").read_text("utf-8").count("\n") - 1
    assert lines[-1] == f"{claims} rows to look at again"


def test_rows_coded_since_are_not(sample):
    coded_under(sample, "0.10")
    change(sample, "0.10", since="0.10")
    assert run(sample, "recode").output == "0 rows to look at again\n"


def test_a_changed_value_lists_the_rows_that_have_it(sample):
    coded_under(sample, "0.1")
    change(sample, "0.4", since="0.1")
    path = sample / "schemas/incidents.json"
    schema = json.loads(path.read_text("utf-8"))
    kind = next(field for field in schema["fields"] if field["name"] == "kind")
    kind["categories"][0]["since"] = "0.4"
    path.write_text(json.dumps(schema))
    value = kind["categories"][0]["value"]
    lines = run(sample, "recode").output.splitlines()
    assert len(lines) == 2
    assert f"the value {value} of kind changed in 0.4" in lines[0]


def test_the_codebook_is_printed_whole_and_blind(sample):
    whole, blind = run(sample, "codebook").output, run(sample, "codebook", "--blind").output
    assert "# Codebook" in whole
    assert "C000001" in whole
    assert "# Codebook for blind coding" in blind
    assert "C000001" not in blind
