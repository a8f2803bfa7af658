"""The shell: headers on every answer, doors that stay shut, answers that are sent once."""

import asyncio
import gzip
import logging
import zlib

import httpx
import pytest
from datasette.database import QueryInterrupted

from attested import check
from attested.portal import datasettes
from attested.portal.shell import caching, hearing
from attested.portal.shell.asgi import Answer
from attested.portal.shell.caching import Cache
from attested.portal.shell.kept import Kept
from portal_site import Site

PATHS = (
    "/",
    "/v/working/incidents",
    "/v/working/incidents/I000001",
    "/v/working/incidents.json",
    "/v/working/incidents.csv?_stream=on",
    "/v/working/who_says_so",
    "/static/portal.css",
    "/health",
    "/nothing",
    "/v/working/incidents?_sort=kind",
)


@pytest.fixture(scope="module")
def checked(sample_template):
    return check.check(sample_template)


@pytest.fixture(scope="module")
def site(checked):
    return Site(checked.package, checked.contents)


@pytest.fixture(scope="module")
def public(checked):
    chosen = {"public": True, "origin": "https://attested.example"}
    return Site(checked.package, checked.contents, **chosen)


def asked(site, path, method="GET", **headers):
    """The answer to a request that is sent as it stands, without what a client would add."""

    async def ask():
        transport = httpx.ASGITransport(app=site.datasette.app())
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            client.headers.clear()
            request = client.build_request(method, "http://localhost/", headers=headers)
            request.url = request.url.copy_with(raw_path=path.encode())
            return await client.send(request)

    return asyncio.run(ask())


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_says_what_a_browser_may_do(site, path):
    headers = asked(site, path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "geolocation=()" in headers["permissions-policy"]
    assert "set-cookie" not in headers


def test_data_may_be_read_by_other_sites_in_public_alone(site, public):
    for path in ("/v/working/incidents.json", "/v/working/incidents.csv"):
        headers = asked(public, path, host="attested.example").headers
        assert headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-origin" not in asked(site, path).headers
    for path in ("/", "/v/working/incidents/I000001"):
        headers = asked(public, path, host="attested.example").headers
        assert "access-control-allow-origin" not in headers
        assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("host", ["localhost:8001", "127.0.0.1:8001", "[::1]:8001", "10.0.0.7"])
def test_a_reader_s_own_portal_answers_under_its_numbers(site, host):
    assert asked(site, "/", host=host).status_code == 200


@pytest.mark.parametrize("host", ["rebound.example", "localhost.example", "", "[::1", "a b"])
def test_a_page_elsewhere_cannot_reach_a_reader_s_own_portal_by_a_name(site, host):
    answer = asked(site, "/v/working.json?sql=select+1", host=host)
    assert (answer.status_code, "rows" in answer.text) == (421, False)


def test_an_answer_is_kept_for_five_minutes_at_most_and_locally_asked_again(site, public):
    assert asked(site, "/").headers["cache-control"] == "no-cache"
    headers = asked(public, "/", host="attested.example").headers
    assert headers["cache-control"] == "public, max-age=300, must-revalidate"
    assert headers["strict-transport-security"] == "max-age=31536000"
    for steering in ("_ttl=99999", "_timelimit=1", "_trace=1", "_context=1"):
        assert asked(public, f"/?{steering}", host="attested.example").headers == headers
    assert asked(site, "/health").headers["cache-control"] == "no-store"
    wrong = asked(public, "/v/working/incidents?_sort=kind", host="attested.example")
    assert (wrong.status_code, wrong.headers["cache-control"]) == (400, "no-store")


@pytest.mark.parametrize("path", [path for path in PATHS if "sort" not in path])
def test_who_has_an_answer_already_is_told_so(site, path):
    first = asked(site, path)
    again = asked(site, path, **{"if-none-match": first.headers["etag"]})
    if first.status_code == 200:
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["cache-control"] == first.headers["cache-control"]
    other = asked(site, path, **{"if-none-match": '"0123"'})
    assert other.content == first.content


def test_an_answer_is_compressed_for_who_takes_it(site):
    plain = asked(site, "/")
    packed = asked(site, "/", **{"accept-encoding": "br, gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert packed.headers["etag"] != plain.headers["etag"]
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"
    assert "content-encoding" not in asked(site, "/", **{"accept-encoding": "gzip;q=0"}).headers


def test_a_head_has_the_headers_of_the_whole_answer_and_no_body(site):
    whole, head = asked(site, "/v/working/incidents"), asked(site, "/v/working/incidents", "HEAD")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == whole.headers


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("POST", "/", 405, "read only"),
        ("DELETE", "/v/working/incidents/I000001", 405, "read only"),
        ("OPTIONS", "/", 405, "read only"),
        ("GET", "/\\example.com/", 404, "a backslash"),
        ("GET", "/%5cexample.com/", 404, "a backslash"),
        ("GET", "//example.com/", 404, "a double slash"),
        ("GET", f"/?q={'a' * 60_000}", 414, "ask for less"),
    ],
)
def test_a_request_that_is_not_let_in_is_told_why(site, method, path, status, words):
    answer = asked(site, path, method)
    assert answer.status_code == status
    assert words in answer.text
    assert "location" not in answer.headers


INNER = ("/-/versions", "/-/settings", "/-/databases.json", "/-/threads", "/-/plugins",
         "/-/metadata", "/-/messages", "/-/allow-debug", "/-/patterns", "/-/actor",
         "/-/auth-token", "/-/permissions", "/-/static/app.css", "/_internal", "/_memory",
         "/:memory:")  # fmt: skip


@pytest.mark.parametrize("path", INNER)
def test_the_inner_state_is_not_shown_to_the_public(site, public, path):
    assert asked(public, path, host="attested.example").status_code == 404
    assert asked(site, "/-/versions.json").status_code == 200


def test_a_public_portal_answers_under_its_own_name_alone(public):
    for host in ("evil.example", "attested.example:80", "localhost", ""):
        answer = asked(public, "/", host=host)
        assert (answer.status_code, "evil" in answer.text) == (421, False)
    assert asked(public, "/", host="ATTESTED.example").status_code == 200
    assert asked(public, "/health", host="10.0.0.7").json() == {
        "status": "ok", "versions": ["working"]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v/working?sql=select+1", 403),
        ("/v/working.json?sql=select+1", 403),
        ("/v/working.csv?sql=select+1", 403),
        ("/v/working/incidents?_where=1", 403),
        ("/v/working/incidents?_through=1", 400),
        ("/v/working.db", 403),
        ("/v/working/who_says_so", 200),
        ("/v/working/incidents.csv?_stream=on", 200),
        ("/v/working.csv", 400),
        ("/v/working/incidents_fts", 404),
        ("/v/working/incidents_fts_data/1", 404),
        ("/v/working/incidents_fts_data/1.blob?_blob_column=block", 404),
        ("/v/working/portal_found", 404),
        ("/v/working/sqlite_stat1", 404),
        ("/v/working/contract_fields/claims", 404),
        ("/v/working/contract_fields/claims,id", 200),
        ("/v/working/officials/O000001,is,a,word", 404),
        ("/v/working/officials/is~20a~20word", 404),
        ("/v/working/officials/O000001.word", 404),
        ("/v/working/officials.word", 404),
        ("/v/working/who_says_so.word", 404),
    ],
)
def test_strangers_ask_prepared_questions_only(public, path, status):
    answer = asked(public, path, host="attested.example")
    assert answer.status_code == status, answer.text[:300]
    assert "Traceback" not in answer.text


def test_a_refusal_is_json_where_json_was_asked_for(public):
    answer = asked(public, "/v/working.json?sql=select+1", host="attested.example")
    assert answer.json() == {
        "ok": False, "status": 403, "title": "Not possible",
        "error": "Here only prepared questions are answered, and tables as they are.",
    }  # fmt: skip


def test_cookies_and_credentials_change_nothing(site):
    plain = asked(site, "/v/working/incidents")
    sent = {"cookie": "ds_actor=x; ds_csrftoken=y", "authorization": "Bearer dstok_x"}
    with_them = asked(site, "/v/working/incidents", **sent)
    assert with_them.content == plain.content
    assert with_them.headers == plain.headers


def test_the_log_names_no_visitor_and_no_words(public, caplog):
    with caplog.at_level(logging.INFO, "attested.access"):
        asked(public, "/v/working/incidents?_search=someone", host="attested.example",
              **{"user-agent": "curious", "x-forwarded-for": "192.0.2.7"})  # fmt: skip
    (line,) = [r.getMessage() for r in caplog.records if r.name == "attested.access"]
    assert line.split()[1:4] == ["GET", "/v/working/incidents", "200"]
    for word in ("someone", "192.0.2.7", "127.0.0.1", "curious"):
        assert word not in line


def test_a_line_break_in_an_address_makes_no_second_line_in_the_log(public, caplog):
    with caplog.at_level(logging.INFO, "attested.access"):
        asked(public, "/a%0d%0aforged", host="attested.example")
    (line,) = [r.getMessage() for r in caplog.records if r.name == "attested.access"]
    assert "\n" not in line
    assert "\r" not in line


class Source:
    """An application that gives a body in parts and counts how often it was asked."""

    def __init__(self, parts, status=200, headers=()):
        self.parts, self.status, self.headers, self.asked = parts, status, headers, 0
        self.go = None

    async def __call__(self, scope, receive, send):
        self.asked += 1
        if self.go:
            await self.go.wait()
        start = {"type": "http.response.start", "status": self.status}
        await send(start | {"headers": [(b"content-type", b"text/html"), *self.headers]})
        for part in self.parts:
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


async def sent(cache, path="/", query=b"", **headers):
    """Status, headers and body that a cache sends."""
    told = []

    async def send(message):
        told.append(message)

    pairs = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
             "query_string": query, "headers": pairs}  # fmt: skip
    await cache(scope, None, send)
    return told[0]["status"], dict(told[0]["headers"]), b"".join(m["body"] for m in told[1:])


def test_what_was_asked_once_is_not_asked_again():
    source = Source([b"x" * 2_000])
    cache = Cache(source)
    for query in (b"", b"", b"a=1"):
        status, _, body = asyncio.run(sent(cache, query=query))
        assert (status, body) == (200, b"x" * 2_000)
    assert source.asked == 2


def test_many_who_ask_at_once_wait_for_one_answer():
    async def ask():
        source = Source([b"x" * 2_000])
        source.go = asyncio.Event()
        cache = Cache(source)
        asking = [asyncio.ensure_future(sent(cache)) for _ in range(16)]
        await asyncio.sleep(0)
        source.go.set()
        return source, [body for _, _, body in await asyncio.gather(*asking)]

    source, bodies = asyncio.run(ask())
    assert bodies == [b"x" * 2_000] * 16
    assert source.asked == 1


def test_a_failure_is_told_to_all_and_kept_by_none():
    source = Source([b"broken" * 200], status=500)
    cache = Cache(source)
    for _ in range(2):
        assert asyncio.run(sent(cache))[0] == 500
    assert source.asked == 2


def test_an_answer_that_asks_not_to_be_kept_is_not():
    source = Source([b"now"], headers=[(b"cache-control", b"no-store")])
    cache = Cache(source)
    for _ in range(2):
        asyncio.run(sent(cache))
    assert source.asked == 2


@pytest.mark.parametrize("packed", [False, True])
def test_a_long_answer_passes_through_whole_and_is_not_held(packed):
    parts = [bytes([65 + n % 26]) * 100_000 for n in range(60)]
    source = Source(parts)
    cache = Cache(source)
    headers = {"accept_encoding": "gzip"} if packed else {}
    status, told, body = asyncio.run(sent(cache, **headers))
    assert status == 200
    assert (zlib.decompress(body, 31) if packed else body) == b"".join(parts)
    assert (told.get(b"content-encoding") == b"gzip") == packed
    assert not cache.kept


def test_what_an_answer_takes_counts_its_address_and_its_headers():
    cache = Cache(Source([b"x"], headers=[(b"link", b"y" * 5_000)]))
    for number in range(20):
        asyncio.run(sent(cache, query=b"%08000d" % number))
    assert cache.size > 20 * (8_000 + 2 * 5_000)
    assert len(cache.kept) == 20


@pytest.mark.parametrize("status", [301, 302, 400, 404, 500])
def test_answers_that_are_quickly_made_are_not_kept(status):
    cache = Cache(Source([b"x"], status=status))
    asyncio.run(sent(cache))
    assert not cache.kept
    assert cache.size == 0


def test_an_answer_that_is_kept_twice_counts_once():
    cache = Cache(Source([b"x" * 2_000]))
    kept = Kept(Answer(200, [], b"x" * 2_000))
    for _ in range(2):
        cache._keep((b"/", b""), kept)
    assert cache.size == kept.size + 1


def test_the_oldest_answers_make_room(monkeypatch):
    monkeypatch.setattr(caching, "KEPT_BYTES", 10_000)
    source = Source([b"x" * 2_000])
    cache = Cache(source)
    for number in range(50):
        asyncio.run(sent(cache, query=b"%d" % number))
    assert cache.size == sum(caching._size(*item) for item in cache.kept.items()) <= 10_000
    assert (b"/", b"49") in cache.kept
    assert (b"/", b"0") not in cache.kept


def test_compression_depends_on_the_body_alone():
    once, twice = (asyncio.run(sent(Cache(Source([b"abc" * 999])), accept_encoding="gzip"))
                   for _ in range(2))  # fmt: skip
    assert once == twice
    assert gzip.decompress(once[2]) == b"abc" * 999


class Failing:
    """Makes every query after the first pages of a table fail."""

    def __init__(self, monkeypatch, after):
        self.asked, self.after = 0, after
        whole = datasettes.Database.execute

        async def execute(database, sql, *args, **kwargs):
            if "from evidence" in sql.lower():
                self.asked += 1
                if self.asked > self.after:
                    raise QueryInterrupted(RuntimeError("interrupted"), sql, {})
            return await whole(database, sql, *args, **kwargs)

        monkeypatch.setattr(datasettes.Database, "execute", execute)


def test_a_table_that_fails_halfway_is_not_given_as_if_it_were_whole(checked, monkeypatch):
    site = Site(checked.package, checked.contents)
    path = "/v/working/evidence.csv?_stream=on&_size=1"
    whole = asked(site, path)
    assert whole.status_code == 200
    Failing(monkeypatch, after=4)
    cut = asked(site, path)
    assert (cut.status_code, "took too long" in cut.text) == (400, True)
    assert cut.headers["cache-control"] == "no-store"


def test_a_long_table_that_fails_halfway_breaks_off(checked, monkeypatch):
    monkeypatch.setattr(hearing, "LONGEST", 500)
    site = Site(checked.package, checked.contents)
    Failing(monkeypatch, after=6)
    with pytest.raises(ConnectionAbortedError, match="after its beginning had been sent"):
        asked(site, "/v/working/evidence.csv?_stream=on&_size=1")
