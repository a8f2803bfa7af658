"""What may lead to a private person: contacts, ages, and descriptions that fit one person only.

The patterns are those of English text, with a few of Chinese. They refuse what can be told by its
form; a description in plain words that fits one person is for the reader of a change to see.
"""

import re

# A run is tried from its first character only, so that a long one takes linear time.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+\.[\w.-]+|(?<!\w)@[\w.]{3,}|\bt\.me/\w+")
_PHONE = re.compile(r"(?<![\w.])(?:\+|00)?[0-9][0-9 ().-]{7,30}[0-9](?![\w.])|[0-9]{15,17}[0-9X]\b")
_STREET = re.compile(
    r"\b(?:(?:No\.?|number|house|flat|room|building|apartment|block|unit)\s?[0-9]+"
    r"|[0-9]+\s\w+\s(?:Street|Road|Avenue|Lane)|(?:Street|Road|Avenue|Lane)\s[0-9]+)\b"
    r"|(?<![0-9])[0-9]++(?:号|室|栋|单元)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[0-9]")
_NO_CONTACT = re.compile(r"https?://\S+|\b[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?\b")
_NUMBERS = (
    "[0-9]{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-[a-z]+)?|ten|eleven|"
    "twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
)
_AGE = re.compile(
    rf"\b(?:{_NUMBERS})[- ]years?[- ](?:olds?|of age)\b|\b(?:{_NUMBERS})[- ]?y/?o\b"
    rf"|\baged? (?:between )?(?:{_NUMBERS})\b|\b(?:girl|boy|man|woman|child) of (?:{_NUMBERS})\b"
    r"|\bborn in (?:19|20)[0-9]{2}\b|\bin (?:his|her|their) [0-9]0s\b"
    r"|(?<![0-9一二三四五六七八九十])[0-9一二三四五六七八九十]++岁",
    re.IGNORECASE,
)
_WORKPLACE = re.compile(
    r"\b(?:who works (?:at|in|for)|employed (?:at|by)|owner of|teacher|student|doctor|nurse|imam|"
    r"shopkeeper|driver of|lives? (?:at|in)|of (?:flat|house|room|building))\b",
    re.IGNORECASE,
)
_PHONE_DIGITS = 8
_ADDRESS = re.compile(r"https?://\S+")
_BUILT = re.compile(
    r"\b(?:street|road|avenue|lane|number|house|flat|room|building|apartment|block|unit)(?![a-z])"
)
_AGED = re.compile(r"\baged? |y/?o\b")
_NUMBERED = re.compile(r"no\.?\s?[0-9]")
_LONG_NUMBER = re.compile(r"[0-9][0-9 ().-]{7}")  # so begins what _PHONE finds
_NO_DIGITS = bytes(code for code in range(256) if not chr(code).isdecimal())


def contact(text: str) -> str | None:
    """The first telephone number, e-mail address or street number in the text; None if none."""
    return _contact(text) if not text.isascii() or _may_give_contact(text) else None


def _contact(text: str) -> str | None:
    plain = _NO_CONTACT.sub(" ", text)
    for pattern in (_EMAIL, _STREET):
        if found := pattern.search(plain):
            return found[0]
    for found in _PHONE.finditer(plain):
        if len(_DIGITS.findall(found[0])) >= _PHONE_DIGITS:
            return found[0]
    return None


def singling_out(text: str, is_description: bool) -> str | None:
    """The first words that fit one person only: an age, and in a description also a workplace."""
    found = None
    if not text.isascii() or _may_give_age(text.lower()):
        found = _AGE.search(text)
    if found is None and is_description:
        found = _WORKPLACE.search(text)
    return found[0] if found else None


def _may_give_contact(text: str) -> bool:
    """Whether there may be a contact in a plain text, few of which go through all patterns."""
    if "@" in text or "t.me/" in text:
        return True
    digits = len(text.encode().translate(None, _NO_DIGITS))
    if not digits:
        return False
    if "http" in text:
        return not _ADDRESS.fullmatch(text)
    if digits >= _PHONE_DIGITS and _LONG_NUMBER.search(text):
        return True
    return _may_give_street(text.lower())


# The two are written out, since a loop over the words would take twice as long.
def _may_give_street(lower: str) -> bool:
    is_named = (
        "street" in lower
        or "road" in lower
        or "avenue" in lower
        or "lane" in lower
        or "number" in lower
        or "house" in lower
        or "flat" in lower
        or "room" in lower
        or "building" in lower
        or "apartment" in lower
        or "block" in lower
        or "unit" in lower
    )
    return bool((is_named and _BUILT.search(lower)) or _NUMBERED.search(lower))


def _may_give_age(lower: str) -> bool:
    return (
        "year" in lower
        or "born in " in lower
        or "0s" in lower
        or "man of " in lower
        or "boy of " in lower
        or "girl of " in lower
        or "child of " in lower
        or (("age" in lower or "yo" in lower or "y/o" in lower) and bool(_AGED.search(lower)))
    )
