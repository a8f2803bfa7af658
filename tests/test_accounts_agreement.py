"""Agreement and coverage: the published figures, drawn and in tables, and their limits."""

import json
import re
from collections import Counter

import pytest

from attested import check
from attested.portal import mounts
from attested.portal.accounts import drawing
from made import ROOT
from portal_site import Site, real_site

PAGE = "/v/working/agreement"
FIGURES = json.loads((ROOT / "schemas/coding/agreement.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def contents():
    return check.check(ROOT).contents


def test_every_figure_by_column_stands_in_the_table():
    text = real_site().page(PAGE).text.split("What they made of it")[1]
    for row in FIGURES["fields"]:
        cells = [f"{row['table']}.{row['field']}", row["units"], row["equal"]]
        cells += [f"{row['share']:.2f}", row["given"], row["equal_given"]]
        if row["alpha"] is not None:
            cells.append(f"{row['alpha']:.2f}")
        if row["low"] is not None:
            cells.append(f"{row['low']:.2f} to {row['high']:.2f}")
        assert " ".join(map(str, cells)) in text


def test_every_figure_by_table_stands_in_the_table():
    text = real_site().page(PAGE).text
    for row in FIGURES["tables"]:
        seen = f"{row['table']} {row['a']} {row['b']} {row['paired']} {row['f1']:.2f}"
        assert seen in text


def test_the_column_of_the_record_says_what_it_counts(contents):
    text = real_site().page(PAGE).text
    assert "is the number of rows of the record" not in text
    assert "units of the record that were compared with the codings" in text
    coded = {row["article"] for row in contents["coded_units"].rows}
    aside = {r["id"] for r in contents["passages"].rows if r["set_aside"] and r["article"] in coded}
    passages = {row["id"]: row["article"] for row in contents["passages"].rows}
    units = {
        (row["row"], passages[row["passage"]])
        for row in contents["evidence"].rows
        if passages.get(row["passage"]) in coded
    }
    for row in FIGURES["tables"]:
        own = {each["id"] for each in contents[row["table"]].rows}
        counted = sum(unit in own for unit, _ in units)
        assert row["record"] == (len(aside) if row["table"] == "passages" else counted)


def test_each_alpha_is_drawn_where_it_lies_with_its_interval():
    html = real_site().get(PAGE).text
    drawn = re.findall(r'<svg class="acc-dot[^"]*".*?</svg>', html, re.DOTALL)
    known = [row for row in FIGURES["fields"] if row["alpha"] is not None]
    ordered = sorted(known, key=lambda row: (row["alpha"], row["table"], row["field"]))
    assert len(drawn) == len(known) > 10
    for svg, row in zip(drawn, ordered, strict=True):
        assert float(re.search(r'cx="([\d.]+)"', svg)[1]) == pytest.approx(
            200 * row["alpha"], abs=0.06
        )
        assert f"alpha {row['alpha']:.2f}" in svg
        if row["low"] is not None:
            first, last = re.search(r'class="reach" x1="([\d.]+)".*?x2="([\d.]+)"', svg).groups()
            assert [float(first), float(last)] == pytest.approx(
                [200 * row["low"], 200 * row["high"]], abs=0.06
            )


def test_the_page_says_what_agreement_can_not_show():
    text = real_site().page(PAGE).text
    assert "measures stability, not validity" in text
    assert "Rows with a human check: none." in text


def test_disagreements_are_counted_by_reason_table_and_settlement(contents):
    page, rows = real_site().page(PAGE), contents["disagreements"].rows
    for column in ("reason", "table_name", "settled"):
        for value, number in Counter(row[column] for row in rows).items():
            address = f"/v/working/disagreements?{column}={value.replace(' ', '%20')}"
            assert address in page.links
            shown = f"coder {value}" if value in ("A", "B") else value
            assert f"{shown} {number}" in page.text
    assert f"{len(rows)} rows" in page.text


def test_coverage_is_that_of_the_passages(contents):
    text = real_site().page(PAGE).text.split("Coverage of each article")[1]
    attesting = {row["passage"] for row in contents["evidence"].rows}
    full = [row for row in contents["articles"].rows if row["coding"] == "full"]
    assert full
    for article in full:
        reasons: dict[int, str] = {}
        own = [row for row in contents["passages"].rows if row["article"] == article["id"]]
        for passage in sorted(own, key=lambda row: row["id"] in attesting):
            start, length = int(passage["start"]), int(passage["tokens"])
            is_evidence = passage["id"] in attesting
            for token in range(start, start + length):
                reasons[token] = "evidence" if is_evidence else passage["set_aside"]
        total, counts = int(article["text_tokens"]), Counter(reasons.values())
        told = text.split(article["id"])[1].split("Its passages")[0]
        share = 100 * counts["evidence"] / total
        assert f"{total:,} tokens: in evidence {counts['evidence']:,} ({share:.1f} %)" in told
        assert f"between passages {total - len(reasons):,} " in told
        for reason, number in counts.items():
            assert reason == "evidence" or f"set aside as {reason} {number:,} " in told


def test_a_version_without_agreement_says_so(history_template):
    result = check.check(history_template)
    served = mounts.mounts(history_template, result)
    site = Site(result.package, result.contents, served=served, root=str(history_template))
    page = site.page("/v/0.1.0/agreement")
    assert "No agreement is published with this version" in page.text
    assert "/v/0.3.0/agreement" in page.links


@pytest.mark.parametrize(
    ("value", "at"), [(-0.3, 0.0), (0.0, 0.0), (0.5, 100.0), (1.0, 200.0), (1.2, 200.0)]
)
def test_marks_stay_on_the_scale(value, at):
    assert drawing.along(value) == at


def test_bands_hold_every_passage_once():
    found = drawing.bands({1: 2, 8: 3, 40: 4, 55: 1})
    assert sum(band["passages"] for band in found) == 10
    assert found[-1]["last"] == 55
