"""Cases by which a private person could be found again; all are invented."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attested import cli, reidentification, rules
from attested.reidentification import contact, singling_out
from made import ROOT

POLICY = (ROOT / "schemas/policy.md").read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "call +86 138 0013 8000",
        "call 13800138000 now",
        "under 0700-123-4567",
        "write to someone.else@example.org",
        "in flat 12 of the block",
        "at 17 Harbour Road",
        "on Building 4, room 302",
        "住在12号",
        "3单元502室",
        "No. 5 of the lane",
        "in Room 302",
        "at Harbour Road 12",
        "ask @someone_here",
        "see t.me/somebody",
        "card 11010519491231002X",
    ],
)
def test_a_contact_is_seen(text):
    assert contact(text)


@pytest.mark.parametrize(
    "text",
    [
        "on 2022-05-21 and since 2022-03",
        "over 2,800 pictures",
        "200,000 to 999,999 people",
        "the estate in Hunan Road Sub-district",
        "https://example.org/post/867076049943998",
        "tokens 12 to 34",
        "in 2005 and 2017",
    ],
)
def test_what_is_no_contact_passes(text):
    assert contact(text) is None


WORDS = """
street Road avenue LANE number House flat room building apartment block unit No no. broad year years
old of age aged page yo y/o beyond born in his her their 50s man boy girl child https://example.org/1
http @name a@b.c t.me/x between twenty-one ten 7 12 1998 138 0013-8000 号 岁 word , . - ( )
"""
PARTS = st.sampled_from(WORDS.split())
TEXTS = st.lists(st.tuples(PARTS, st.sampled_from(["", " ", "-"]))).map(
    lambda pairs: "".join(part + joint for part, joint in pairs)
)


@given(TEXTS)
def test_the_cheap_look_passes_over_nothing(text):
    assert contact(text) == reidentification._contact(text)
    found = reidentification._AGE.search(text)
    assert singling_out(text, is_description=False) == (found[0] if found else None)


@pytest.mark.parametrize(
    "text",
    [
        "a 17-year-old was jailed",
        "a seventeen-year-old was jailed",
        "someone 34 years old",
        "a person aged 17",
        "aged sixteen and jailed",
        "a thirty-four year old",
        "17岁的人",
        "十七岁的人",
        "a girl of 17",
        "17 years of age",
        "aged between 16 and 18",
        "born in 2005",
        "in his 30s",
        "a 17 yo",
        "35-year-olds",
    ],
)
def test_an_age_is_seen(text):
    assert singling_out(text, False)


@pytest.mark.parametrize(
    "text",
    [
        "Unnamed teacher of a village school (A000001)",
        "Unnamed person who works at a mill (A000001)",
        "Unnamed owner of a noodle shop (A000001)",
        "Unnamed person who lives in a block (A000001)",
        "Unnamed nurse (A000001)",
    ],
)
def test_a_description_that_fits_one_person_is_seen(text):
    assert singling_out(text, True)


@pytest.mark.parametrize(
    "text",
    [
        "Unnamed resident of Chongqing (A000003)",
        "Unnamed man in a car (A000003)",
        "Unnamed mayor of Huangtu (A000004)",
    ],
)
def test_a_wide_description_passes(text):
    assert singling_out(text, True) is None


def test_a_workplace_in_an_account_of_a_group_is_no_description():
    assert singling_out("Teachers and doctors were tested.", False) is None


def checks_named():
    return sorted(set(re.findall(r"\[([a-z_-]+)\](?!\()", POLICY.replace("\n", " "))))


@pytest.mark.parametrize("name", checks_named())
def test_a_check_that_the_policy_names_exists(name):
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    known = {rule.name for rule in rules.read(ROOT)} | set(cli.main.commands)
    assert name in known or f"def {name}(" in sources


def test_the_policy_names_checks():
    assert len(checks_named()) >= 12
