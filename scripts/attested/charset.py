"""The text of a page's bytes, in the encoding that the page or its server names."""

import codecs
import re

# Browsers read the narrow labels as the wider encodings that pages really use.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_ALLOWED = re.compile(
    "utf-8|utf-16(-le|-be)?|gb18030|big5(hkscs)?|euc_jp|cp932|cp949|cp125[0-8]"
    "|iso8859-[0-9]{1,2}|koi8-[ru]"
)
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_META = re.compile(rb"""<meta[^>]{0,400}?charset\s*=\s*["']?\s*([a-z0-9_.:-]+)""", re.IGNORECASE)
_META_WITHIN = 2048


def decoded(data: bytes, label: str | None = None) -> str:
    """Return the text of bytes: by their mark, else the label, else a meta tag, else as UTF-8.

    Bytes that the encoding does not know become U+FFFD, as in a browser.
    """
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    return data.decode(_codec(label) or _codec(_declared(data)) or "utf-8", "replace")


def _declared(data: bytes) -> str | None:
    meta = _META.search(data[:_META_WITHIN])
    return meta[1].decode() if meta else None


def _codec(label: str | None) -> str | None:
    try:
        name = codecs.lookup(label or "").name
    except (LookupError, ValueError):
        return None
    name = _WIDER.get(name, name)
    return name if _ALLOWED.fullmatch(name) else None
