"""Units of two coders are paired by their passages alone."""

from attested.coding.pairs import pair, pair_links
from attested.coding.sheet import Run, Unit


def unit(key, start, tokens, **cells):
    return Unit("claims", key, cells, (Run(start, tokens),))


def keys(pairing):
    return [(a.key, b.key, round(overlap, 2)) for a, b, overlap in pairing.pairs]


def test_the_largest_overlap_comes_first():
    found = pair([unit("a", 0, 10)], [unit("b", 5, 10), unit("c", 1, 10)])
    assert keys(found) == [("a", "c", 0.82)]
    assert [each.key for each in found.alone_b] == ["b"]


def test_units_without_a_shared_token_stay_alone():
    found = pair([unit("a", 0, 5)], [unit("b", 5, 5)])
    assert (keys(found), len(found.alone_a), len(found.alone_b)) == ([], 1, 1)


def test_what_units_say_plays_no_part():
    a = [unit("a1", 0, 5, stance="denies"), unit("a2", 0, 5, stance="asserts")]
    b = [unit("b1", 0, 5, stance="asserts"), unit("b2", 0, 5, stance="denies")]
    assert keys(pair(a, b)) == [("a1", "b1", 1.0), ("a2", "b2", 1.0)]


def test_each_unit_is_paired_once():
    found = pair([unit("a1", 0, 5), unit("a2", 0, 5)], [unit("b1", 0, 5)])
    assert len(found.pairs) == 1
    assert len(found.alone_a) == 1


def test_the_order_in_which_a_coder_wrote_does_not_matter_where_passages_differ():
    a, b = [unit("a1", 0, 5), unit("a2", 0, 9)], [unit("b1", 0, 5), unit("b2", 0, 9)]
    assert keys(pair(a[::-1], b)) == keys(pair(a, b[::-1])) == keys(pair(a, b))


def test_links_are_paired_by_their_ends_whichever_comes_first():
    def link(key, one, other):
        return Unit("incident_links", key, {"incident": one, "other": other}, ())

    a = [link("a1", "i1", "i2"), link("a2", "i1", "i3")]
    b = [link("b1", "j2", "j1"), link("b2", "j8", "j9")]
    found = pair_links(a, b, {"i1": "j1", "i2": "j2", "i3": "j3"})
    assert keys(found) == [("a1", "b1", 1.0)]
    assert [each.key for each in found.alone_a] == ["a2"]
    assert [each.key for each in found.alone_b] == ["b2"]
