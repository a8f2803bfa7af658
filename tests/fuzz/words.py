"""What hurts: pieces that parsers stumble over, and what Unicode offers to an attacker."""

NUMBERS = [
    "0", "-0", "-1", "00", "1e999", "-1e999", "1e-999", "NaN", "Infinity", "-Infinity",
    "9" * 19, "9" * 40, "9" * 4_301, "18446744073709551616", "0x10", "1_000", "1.5", "\u0661\u0662",
]  # fmt: skip
UNICODE = [
    "\x00", "\x1b[2J", "\ufeff", "\u202e", "\u2066", "\u200b", "\u200d", "\u0301" * 40, "\ufffd",
    "\uffff", "\U0010ffff", "\ue000", "\u2028", "\x85", "\u3000", "\uff1d", "\u0430", "e\u0301",
    "\ufb01", "\u0130", "\u1e9e", "\U0001f468\u200d\U0001f469", "\u4e0a", "\U0002000b", "\ufdfa",
]  # fmt: skip
TEXTS = [
    "", " ", "\t", "\r", "\n", "\r\n", "null", "true", "id", "..", "/", "../../x", "/dev/stdin",
    "file:///etc/passwd", "C:\\x", "%s%n", "{}", "{{7*7}}", "${x}", "=1+1", "+1", "-1", "@x",
    "<script>", "</script>", "<!--", "]]>", "&lt;", "&#xd800;", "'", '"', "''", '""', "`", "\\",
    "'; DROP TABLE incidents; --", "' OR 1=1", "--", "/*", ";", "|", "||", ",", ":", "*", "?",
    "(a+)+$", "(?:", "[", "\\d", "(?P<x>a)(?P<x>b)", "a{9999}", "A000001", "I999999", "a" * 300,
]  # fmt: skip
JSON = ["null", "[]", "{}", "[[]]", "1E400", "-", "tru", '"\\ud800"', '"\\u0000"', ",", "}", "]"]
SQL = [
    "DELETE", "DROP TABLE", "ATTACH 'x' AS x", "PRAGMA writable_schema=1", "VACUUM INTO 'x'",
    "SELECT", "UNION", "FROM", "WHERE", "NULL", "zeroblob(9)", "randomblob(9)", "count(*)", "(",
    ")", "?", ":x", "load_extension('x')", "WITH RECURSIVE", "1/0", "x'00'", "CAST(x'ff' AS TEXT)",
    "LIMIT -1", "ORDER BY 99", "COLLATE x", "printf('%d', 9)", "abs(-9223372036854775808)",
]  # fmt: skip
MARKUP = [
    "<p>", "</p>", "<div", "<b>", "<br/>", "<![CDATA[", "<!-", "-->", "<?", "<script>", "<style>",
    "<title>", "<textarea>", "&amp", "&#0;", "&#999999999999999999999;", "&notanentity;", '="',
    "='", "<a href=", "<p <p", "</", "<table><tr><td>", "<meta charset=utf-16>", "<svg><script>",
]  # fmt: skip
ARCHIVED = [
    "WARC/1.0\r\n", "WARC/0.17\r\n", "Content-Length: 0\r\n", "Content-Length: -1\r\n",
    "Content-Length: 99999999999\r\n", "WARC-Type: response\r\n", "\r\n\r\n", "\r\n",
    "HTTP/1.1 200 OK\r\n", "HTTP/9 999\r\n", "Transfer-Encoding: chunked\r\n", "ffffffff\r\n",
    "Content-Encoding: gzip\r\n", "Content-Encoding: br\r\n", "Content-Type: text/html\r\n",
    "Content-Type: text/html; charset=zlib\r\n", "charset=idna", "WARC-Target-URI: \r\n",
]  # fmt: skip
PACKED = ["PK\x03\x04", "PK\x01\x02", "PK\x05\x06", "\xff\xff\xff\xff", "\x00\x00\x00\x00", "\x7f"]
