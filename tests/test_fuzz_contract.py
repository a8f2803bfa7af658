"""Spoilt files of the kinds in fuzz/contract_readers.py end in acceptance or in clear words."""

import pytest

from fuzz import share, trial
from fuzz.kinds import SHARES


@pytest.fixture(scope="module")
def grounds(tmp_path_factory):
    with share.grounds_in(tmp_path_factory.mktemp("fuzz") / "grounds") as made:
        yield made


@pytest.fixture(scope="module")
def kinds(grounds):
    return {kind.name: kind for kind in share.MODULES["contract"](grounds)}


@pytest.mark.parametrize("name", SHARES["contract"])
def test_spoilt_files_end_well(grounds, kinds, name):
    share.assert_all_end_well(grounds, kinds[name])


def test_sound_files_are_accepted(kinds):
    """Else the readers would refuse everything, and see little of it."""
    for kind in kinds.values():
        some = kind.examples[:: max(1, len(kind.examples) // 4)]
        assert {trial.judged(kind, whole).verdict for whole in some} == {"accepted"}


def test_every_kind_is_tried(kinds):
    assert list(kinds) == list(SHARES["contract"])
