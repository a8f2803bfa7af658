"""Strings that are known to hurt, and random ones from alphabets that do."""

import random
import string

NAUGHTY = [
    "", " ", "\x00", "a\x00b", "\x1b[31m", "\ud800", "a\udfffb", "\u202eabc",
    "\u2066x\u2069", "\ufeff", "\u200b", "\u0301", "😀", "👨‍👩‍👧", "🇨🇳", "\ufffd", "\uffff",
    "\U0010ffff", "\ufdfa", "\ufb01", "İ", "ß", "Ⅷ", "½", "一", "\U0002000b", "你好 " * 3_000,
    '"', '""', '"a', "'", "''", "`", "*", "a*", '"*"', "^a", "a:b", "name:x", "{name} : x",
    "{name}: (a)", "- {text} : a", "a OR b", "OR", "AND", "NOT", "NOT a", "a AND", "NEAR(",
    "NEAR(a b, 2)", "NEAR(a, -1)", "a + b", "(", ")", "((", "()", "-a", "+", "%", "_", "\\",
    ";", "--", "/* */", "?", "?1", ":match", "$x", "@x", "NULL", "0", "-1", "1e999", "NaN",
    "rank", "rowid", "' OR 1=1 --", "'; DROP TABLE portal_found; --", "\" OR \"\"=\"",
    "1) UNION SELECT * FROM sqlite_master --", "x') OR ('1'='1",
    "portal_found_fts MATCH 'x'", "bm25(portal_found_fts)", "load_extension('x')",
    "zeroblob(1000000000)", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>", "javascript:alert(1)", "{{ 7*7 }}", "{% raw %}", "${7*7}",
    "%s%n", "../../etc/passwd", "\\\\host\\share", "http://a.example/?q=a&b=c#d",
    "a" * 20_000, "a " * 10_000, '"' * 20_000, "(" * 20_000, "a-" * 10_000, "'" * 20_000,
    "习" * 20_000, "I000001 " * 2_500, "\u0301" * 20_000, "a\u0301" * 10_000,
    "\U0001f600" * 5_000, "I\u0660\u0660\u0660\u0660\u0660\u0661",
    "\uff29\uff10\uff10\uff10\uff10\uff10\uff11", "I000001I000001",
]  # fmt: skip
DICE = random.Random(11)
ALPHABETS = [
    string.printable, "\"'*^:(){}+-~ ANDORNEAT", "习近平陈全国 Xi",
    "\u200b\u200d\u202e\u2067\u0301a ",
    "".join(map(chr, range(0x250))), "<>&\"'/=; script", "".join(map(chr, range(0x1F5FF, 0x1F6FF))),
]  # fmt: skip
RANDOM = [
    "".join(DICE.choice(alphabet) for _ in range(DICE.randrange(1, 60)))
    for alphabet in ALPHABETS
    for _ in range(60)
]
