"""Invented text: plain words in lower case that state nothing, as long as the text they replace."""

import random

_WORDS = (  # noqa: SIM905
    "about above across after again along also among another any around as at because before "
    "begin behind below beside between beyond bring broad calm carry cell change clear close "
    "colour column common copy count cover deep different drop during each early edge empty "
    "end equal every example far few field fill final find first follow form former from full "
    "further general give given great ground half hold if include inner into invented item "
    "join keep kind large last late layer lead least leave length less level light like line "
    "list little long lower main make many mark matter mean measure middle more most move "
    "much near next note nothing of often old on once only open order other outer over page "
    "part pass pattern place plain point present quiet reach real repeat rest right round row "
    "sample same second seen sentence separate set several shape short side simple since "
    "single small some sort space spread stand start state still such table text than that "
    "then there thing third this through time together top toward turn under until upon use "
    "value very view way where which while whole wide with within without word written"
).split()


def filler(length: int, draw: random.Random, has_comma: bool = False) -> str:
    """Words of about `length` characters in all, none for a length too small; a comma if asked."""
    found: list[str] = []
    room = length
    while room > 2 and (fits := [w for w in draw.choices(_WORDS, k=3) if len(w) < room]):
        found.append(fits[0])
        room -= len(fits[0]) + 1
    if has_comma and len(found) > 1:
        found[len(found) // 2 - 1] += ","
    return " ".join(found)
