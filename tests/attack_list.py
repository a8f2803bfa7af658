"""What a stranger may try on a public portal to fill its memory, stop it or look inside it.

Run by itself it prints a table: python tests/attack_list.py URL HOST VERSION PID
"""

import http.client
import socket
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

AT_ONCE = 16
TIMEOUT = 30
SILENT = 200  # connections that say nothing; the portal holds 256, each for ten seconds
STATEMENTS = (
    "select length(hex(zeroblob(400000000)))",
    "with recursive c(n) as (select 1 union all select n + 1 from c) select count(*) from c",
    "with recursive c(n) as (select 1 union all select n + 1 from c limit 1000)"
    " select hex(zeroblob(1000000)) from c",
    "select load_extension('x')",
    "select readfile('x')",
    "attach 'x' as x",
    "pragma database_list",
    "select * from pragma_database_list",
    "select fts3_tokenizer('simple')",
    "select printf('%.*c', 100000000, 'x')",
)


class Attack(NamedTuple):
    """Addresses that are asked for, each so many times, and the answers that are good."""

    name: str
    paths: tuple[str, ...]
    good: tuple[int, ...] = (200, 400, 404)
    times: int = 1
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()


class Outcome(NamedTuple):
    """How often each status was answered, and what was answered amiss."""

    name: str
    statuses: Counter[int]
    amiss: list[str]


def attacks(version: str) -> list[Attack]:
    """The attacks on a portal that serves the version."""
    home = f"/v/{version}"
    return [
        Attack("SQL of a stranger", tuple(_sql(home)), (400, 403), 2),
        Attack("conditions in SQL", tuple(_conditions(home)), (200, 400, 403)),
        Attack("steering of the server", tuple(_steering(home)), (200, 400)),
        Attack("pages of inner state", tuple(_inner()), (404,)),
        Attack("files outside", tuple(_outside()), (400, 404)),
        Attack("the whole database", (f"{home}.db", f"{home}/x.db"), (403, 404)),
        Attack("the way off the site", ("/\\a.example/", "/%5ca.example/", "//a.example/"), (404,)),
        Attack(
            "another host", ("/", f"{home}/incidents"), (421,), headers=(("Host", "a.example"),)
        ),
        Attack("writing", ("/", f"{home}/incidents"), (405,), 2, "POST"),
        Attack("too long", (f"/?{'a' * 60_000}", f"{home}/{'b' * 9_000}"), (400, 414, 431)),
        Attack("facets", tuple(_facets(home)), (200, 400), 4),
        Attack("patterns", tuple(_patterns(home)), (200, 400), 4),
        Attack("searches", tuple(_searches(home)), (200, 302, 400, 404), 4),
        Attack("sizes and pages", tuple(_sizes(home)), (200, 400, 404), 2),
        Attack("long tables at once", tuple(_streams(home)), (200,), AT_ONCE),
        Attack("questions without end", tuple(_questions(home)), (200, 400, 404), 4),
        Attack("redirects without end", tuple(_redirects()), (302,)),
        Attack("a full cache", tuple(_cached(home)), (200, 400)),
        Attack("lost pages", tuple(f"{home}/incidents/I9{n:05}" for n in range(500)), (404, 410)),
        Attack("half a key", (f"{home}/agreement_fields/x", f"{home}/claims/a,b"), (404,)),
        Attack(
            "a bad header", ("/",), (200, 400, 431), 4, headers=(("Cookie", "a=" + "b" * 60_000),)
        ),
    ]


def run(address: str, host: str, version: str) -> Iterator[Outcome]:
    """What each attack came to, as they are made; in between, connections that say nothing."""
    for attack in attacks(version):
        yield _made(address, host, attack)
    with ExitStack() as held:
        for _ in range(SILENT):
            held.enter_context(socket.create_connection(_place(address), TIMEOUT))
        calm = Attack("silent connections", ("/", f"/v/{version}/incidents/I000001"), (200, 404))
        yield _made(address, host, calm)


def most_memory(pid: int) -> int:
    """The most memory that a process has held, in bytes."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    (kilobytes,) = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return int(kilobytes) * 1024


def _made(address: str, host: str, attack: Attack) -> Outcome:
    with ThreadPoolExecutor(AT_ONCE) as threads:
        asked = [path for path in attack.paths for _ in range(attack.times)]
        answers = list(threads.map(lambda path: _answer(address, host, attack, path), asked))
    wrong = sorted({f"{s} {p[:150]}" for p, s in zip(asked, answers, strict=True)
                    if s not in attack.good})  # fmt: skip
    return Outcome(attack.name, Counter(answers), wrong)


def _answer(address: str, host: str, attack: Attack, path: str) -> int:
    """The status of one request, whose answer is read to its end and thrown away."""
    connection = http.client.HTTPConnection(*_place(address), timeout=TIMEOUT)
    try:
        connection.putrequest(attack.method, "/", skip_host=True)
        connection._buffer[0] = f"{attack.method} {path} HTTP/1.1".encode()  # as it stands
        for name, value in (("Host", host), ("Accept-Encoding", "gzip"), *attack.headers):
            if name != "Host" or "Host" not in dict(attack.headers) or value != host:
                connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        while answer.read(65_536):
            pass
        return answer.status
    finally:
        connection.close()


def _place(address: str) -> tuple[str, int]:
    parts = urlsplit(address)
    return str(parts.hostname), int(parts.port or 80)


def _sql(home: str) -> Iterator[str]:
    for statement in STATEMENTS:
        for form in ("", ".json", ".csv"):
            yield f"{home}{form}?sql={quote(statement)}"


def _conditions(home: str) -> Iterator[str]:
    yield f"{home}/incidents?_where=1"
    yield f"{home}/incidents.json?_where=" + quote("id in (select hex(zeroblob(100000000)))")
    yield f"{home}/incidents?_through=" + quote('{"table":"claims","column":"id","value":"x"}')
    yield f"{home}/incidents?_through=" + "[" * 3000
    yield f"{home}/incidents?_sort=kind"
    yield f"{home}/incidents?_sort_desc=" + quote("id' desc, hex(zeroblob(100000000)) --")


def _steering(home: str) -> Iterator[str]:
    for word in ("_ttl=999999", "_trace=1", "_timelimit=100000", "_context=1", "_hash=1",
                 "_extra=everything", "_nofacet=x", "_nocount=1"):  # fmt: skip
        yield f"{home}/incidents?{word}"
        yield f"{home}/incidents.json?{word}"


def _inner() -> Iterator[str]:
    names = ("actor", "allow-debug", "databases", "logout", "messages", "metadata", "patterns",
             "permissions", "plugins", "settings", "static/app.css", "threads",
             "versions")  # fmt: skip
    for name in names:
        yield f"/-/{name}"
        yield f"/-/{name}.json"
    yield from ("/_internal", "/_memory", "/:memory:", "/-/auth-token?token=x")


def _outside() -> Iterator[str]:
    for way in ("../", "%2e%2e/", "..%2f", "%252e%252e/"):
        yield f"/static/{way * 6}etc/passwd"
    yield "/static/%00"
    yield "/etc/passwd"


def _facets(home: str) -> Iterator[str]:
    yield f"{home}/claims?" + "&".join(["_facet=statement"] * 200)
    yield f"{home}/claims?_facet_size=max&" + "&".join(
        f"_facet={name}" for name in ("id", "statement", "source", "article", "incident", "said")
    )
    yield f"{home}/cells?_facet=value&_facet_size=max"
    yield f"{home}/cells.json?_facet=value&_facet=id&_facet=field&_size=max"
    for kind in ("_facet_array", "_facet_date"):
        yield f"{home}/claims?{kind}=statement"


def _patterns(home: str) -> Iterator[str]:
    for pattern in ("%25a" * 1500, "%25_" * 1500, "%2a%3f" * 1200):
        yield f"{home}/cells?value__like={pattern}"
        yield f"{home}/cells?value__glob={pattern}"
        yield f"{home}/claims?statement__contains={pattern}"
    yield f"{home}/claims?" + "&".join(f"statement__contains={n}" for n in range(300))
    yield f"{home}/claims?id__in=" + ",".join(map(str, range(1500)))
    yield f"{home}/claims?statement__arraycontains=" + "%5b" * 1000


def _searches(home: str) -> Iterator[str]:
    words = ("a*", '"', "a NEAR/9 b", "(" * 900, "a OR " * 900, "的" * 900, "%00", "'" * 900,
             "* " * 900, " ".join(f"w{n}" for n in range(900)))  # fmt: skip
    for word in words:
        yield f"{home}/incidents?_search={quote(word)}"
        yield f"{home}/incidents?_searchmode=raw&_search={quote(word)}"
        yield f"{home}/search?q={quote(word)}"


def _sizes(home: str) -> Iterator[str]:
    for size in ("max", "0", "-1", "1000000000000000000000", "x"):
        yield f"{home}/evidence?_size={size}"
        yield f"{home}/evidence.json?_size={size}&_shape=objects&_labels=on"
    for start in ("99000", "-1", "x", "C000001,C000001,C000001", "9" * 4000):
        yield f"{home}/cells?_next={start}"
        yield f"{home}/claims?_next={start}"


def _streams(home: str) -> Iterator[str]:
    yield f"{home}/coded_values.csv?_stream=on&_size=max"
    yield f"{home}/evidence.csv?_stream=on&_size=max&_labels=on"


def _questions(home: str) -> Iterator[str]:
    for name in ("who_says_so?incident=", "from_source?source=", "at_place?place="):
        yield f"{home}/{name}"
        yield f"{home}/{name}" + "%25" * 2000
        yield f"{home}/{name.replace('?', '.json?')}" + "_" * 7000


def _redirects() -> Iterator[str]:
    """Long addresses that are each answered by an address as long."""
    for number in range(4_000):
        yield f"/latest?{number}{'a' * 8_000}"


def _cached(home: str) -> Iterator[str]:
    """Addresses that differ in a word that means nothing, of the longest answers."""
    for number in range(150):
        yield f"{home}/evidence.json?_size=max&_shape=objects&x={number}"
        yield f"{home}/claims?_size=max&x={number}"


def main() -> None:
    """Makes the attacks and prints what each came to and the memory of the server after it."""
    address, host, version, pid = sys.argv[1:5]
    print(f"{most_memory(int(pid)) / 1e6:>7.0f} MB  before")
    begun = time.monotonic()
    for outcome in run(address, host, version):
        spent, begun = time.monotonic() - begun, time.monotonic()
        print(f"{most_memory(int(pid)) / 1e6:>7.0f} MB  {spent:5.1f} s  {outcome.name}: "
              f"{dict(sorted(outcome.statuses.items()))}")  # fmt: skip
        for line in outcome.amiss:
            print(f"            AMISS {line}")


if __name__ == "__main__":
    main()
