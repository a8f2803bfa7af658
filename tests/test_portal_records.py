"""The pages of single rows hold what they promise, and each block enters the record by an index."""

import html
import re
import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attested import check, database, schema
from attested.portal import blocks, contract, facts, linked, mounts, spans, words
from attested.portal.cells import Cells
from made import ROOT
from portal_site import Page, Site, real_site

PACKAGE = schema.load(ROOT)
AT = f"/v/{mounts.WORKING}"
AGAINST = ("denies", "disputes", "disputes a source of it")
HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def sample(sample_template):
    result = check.check(sample_template)
    return Site(result.package, result.contents)


@pytest.fixture(scope="module", params=["real", "sample"])
def site(request, sample):
    return real_site() if request.param == "real" else sample


def ids(site, table):
    return [r for (r,) in site.rows(f'SELECT id FROM "{table}" ORDER BY id')]


def part(page, anchor):
    """The HTML of the section with that anchor, empty without one."""
    _, opened, rest = page.html.partition(f'<section id="{anchor}"')
    return opened + rest.partition("</section>")[0]


def cards(page):
    """The text and HTML of each card of a page, by the claim or row it links last."""
    return re.findall(r'<li class="card.*?(?=<li class="card|</section>)', page.html, re.DOTALL)


def plain(text):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def shown(text):
    """A text as a page holds it between tags that mark Chinese."""
    return " ".join(HAN.sub(lambda run: f" {run[0]} ", text).split())


def test_both_sides_can_be_read_in_one_order_of_time(site):
    sides = defaultdict(list)
    for incident, claim, side in site.rows(
        "SELECT incident, claim, side FROM record_in_time"
        " ORDER BY incident, coalesce(said_first, '9999'), claim"
    ):
        sides[incident].append((claim, side))
    assert {side for told in sides.values() for _, side in told} >= {"reports", "denies"}
    for incident, told in sides.items():
        page = site.page(f"{AT}/incidents/{incident}")
        listed = re.findall(r'href="#(C[0-9]{6})"', part(page, "in-time"))
        assert listed == ([claim for claim, _ in told] if len(told) > 1 else []), incident
        for claim, side in told if len(told) > 1 else []:
            line = re.search(rf'<li([^>]*)>(?:(?!<li).)*href="#{claim}"', page.html, re.DOTALL)
            assert ("dispute" in line[1]) == (
                side in ("denies", "disputes", "disputes a source of it")
            )


def test_roots_stand_beside_articles_with_what_minimum_and_maximum_mean(site):
    query = "SELECT incident, articles, roots_min, roots_max, in_words FROM corroboration"
    for incident, articles, least, most, in_words in site.rows(query):
        assert words.independence(articles, least, most) == in_words
        roots = plain(part(site.page(f"{AT}/incidents/{incident}"), "roots"))
        assert f"{articles} article" in roots
        assert least == most or f"at least {least} and at most {most}" in roots
        assert f"{most} independent root" in roots
        assert "The minimum takes every doubt" in roots


def test_a_part_of_an_official_never_stands_without_source_hedge_and_denial(site):
    columns = "involvement, official, incident, reported_by, hands, hedged, disputes, claim"
    rows = site.rows(f"SELECT {columns} FROM official_record")
    assert rows
    for row_id, official, incident, voice, hands, hedged, disputes, claim in rows:
        page = site.page(f"{AT}/officials/{official}")
        (card,) = [c for c in cards(page) if f">{row_id}</a>" in c and "Reported by" in c]
        text = plain(card)
        assert f"Reported by {voice}" in text
        assert f"through {hands} hand" in text if hands else "no hand between is told" in text
        assert "hedged" in text
        assert ("not hedged" in text) == (not hedged)
        assert f">{claim}</a>" in card
        denials = site.rows(
            "SELECT id, statement FROM claims WHERE bearing = 'disputes'"
            f" AND incident = '{incident}' ORDER BY said_first IS NULL, said_first, id LIMIT 3"
        )
        assert bool(denials) == bool(disputes) == ("no claim disputes the incident" not in text)
        for denial, statement in denials:
            assert f">{denial}</a>" in card
            assert " ".join(statement.split()) in text


def test_a_part_is_never_headed_by_its_role_alone(site):
    rows = site.rows(
        "SELECT v.id, coalesce(o.name, s.label), v.role FROM involvements AS v"
        " LEFT JOIN officials AS o ON o.id = v.official LEFT JOIN sources AS s ON s.id = v.source"
    )
    assert rows
    for row_id, who, role in rows:
        page = site.page(f"{AT}/involvements/{row_id}")
        heading = f"{who}, role as reported: {role}"
        assert shown(plain(page.html.split("<h1>")[1].split("</h1>")[0])) == shown(heading)
        title = html.unescape(page.html.split("<title>")[1].split("</title>")[0])
        assert f"{row_id} {heading}" in " ".join(title.split())


def test_what_an_official_says_stands_with_its_chain_and_hedge():
    site = real_site()
    rows = site.rows(
        "SELECT s.official, c.id, c.statement, c.hedged, c.stance, c.bearing FROM claims AS c"
        " JOIN sources AS s ON s.id = c.source WHERE s.official IS NOT NULL"
    )
    assert rows
    for official, claim, statement, hedged, stance, bearing in rows:
        page = site.page(f"{AT}/officials/{official}")
        (card,) = [c for c in cards(page) if f'id="{claim}"' in c]
        text = plain(card)
        assert statement in text
        assert ("Hedged;" if hedged else "Not hedged;") in text
        assert "Said:" in text
        hands = site.rows(
            "SELECT s.label FROM relays AS r JOIN sources AS s ON s.id = r.source"
            f" WHERE r.claim = '{claim}' ORDER BY r.step"
        )
        for (hand,) in hands:
            assert shown(hand) in shown(text)
        denies = stance == "denies" or bearing == "disputes"
        assert (f'id="{claim}"' in part(page, "denials")) == denies


def test_the_positions_of_an_official_stand_with_their_dates(site):
    rows = site.rows("SELECT official, title, since, until FROM positions")
    assert rows
    for official, title, since, until in rows:
        text = plain(part(site.page(f"{AT}/officials/{official}"), "positions"))
        assert title in text
        for name, date in (("Since", since), ("Until", until)):
            assert not date or f"{name}: {words.date(date)}" in text


def test_a_source_is_alone_as_often_as_counted_by_hand(site):
    voices, roots, cited = defaultdict(set), defaultdict(set), defaultdict(set)
    for incident, voice, root, corroborates in site.rows(
        "SELECT c.incident, k.voice, k.voice_root, k.corroborates FROM claims AS c"
        " JOIN claim_roots AS k ON k.claim = c.id"
    ):
        if corroborates and incident:
            voices[incident].add(voice)
            roots[incident].add(root)
            cited[voice].add(incident)
    assert any(len(told) == 1 for told in voices.values())
    for source in ids(site, "sources"):
        text = plain(part(site.page(f"{AT}/sources/{source}"), "standing"))
        told = cited[source]
        alone = sum(voices[incident] == {source} for incident in told)
        only = sum(len(roots[incident]) == 1 for incident in told)
        noun = "incident" if len(told) == 1 else "incidents"
        assert f"Reports begin with it {len(told)} {noun}" in text, source
        assert not told or f"Alone {alone} of {len(told)} {noun}" in text, source
        assert not told or f"The only root {only} of {len(told)} {noun}" in text, source


def test_a_source_shows_its_claims_its_articles_its_hands_and_its_ties(site):
    for source in ids(site, "sources"):
        page = site.page(f"{AT}/sources/{source}")
        claims = site.rows(f"SELECT id, article FROM claims WHERE source = '{source}'")
        assert {f"{AT}/claims/{claim}" for claim, _ in claims[:100]} <= {*page.links} or claims[
            100:
        ]
        assert all(f"{AT}/articles/{a}" in part(page, "articles") for _, a in claims)
        hands = site.rows(
            f"SELECT r.source, c.source FROM relays AS r JOIN claims AS c ON c.id = r.claim"
            f" WHERE '{source}' IN (r.source, c.source)"
        )
        for hand, voice in hands:
            other = voice if hand == source else hand
            assert f"{AT}/sources/{other}" in part(page, "hands")
        for tie, disputed in site.rows(
            f"SELECT id, disputed FROM ties WHERE '{source}' IN (source, other)"
        ):
            line = re.search(rf"<li>((?!<li>).)*>{tie}</a>", part(page, "ties"), re.DOTALL)
            assert ("disputed" in line[0]) == bool(disputed)


def test_an_article_is_complete_and_in_text_order(site):
    attested = defaultdict(set)
    for passage, row in site.rows("SELECT passage, row FROM evidence"):
        attested[passage].add(row)
    for article in ids(site, "articles"):
        listed = part(site.page(f"{AT}/articles/{article}"), "passages")
        lines = re.findall(r"<li>.*?</li>", listed, re.DOTALL)
        found = [re.search(r">(P[0-9]{6})</a>", line)[1] for line in lines]
        query = f"SELECT id, set_aside FROM passages WHERE article = '{article}' ORDER BY start, id"
        wanted = site.rows(query)
        assert found == [passage for passage, _ in wanted]
        for line, (passage, reason) in zip(lines, wanted, strict=True):
            rows = re.findall(r'class="attested">.*?/([A-Z][0-9]{6})"', line, re.DOTALL)
            assert sorted(rows) == sorted(attested[passage])
            assert ("set aside" in line) == bool(reason)


def test_the_coverage_of_an_article_is_that_of_its_tokens(site):
    for article, total in site.rows("SELECT id, text_tokens FROM articles WHERE text_tokens > 0"):
        coded, aside = set(), set()
        for start, tokens, attests in site.rows(
            "SELECT start, tokens, id IN (SELECT passage FROM evidence) FROM passages"
            f" WHERE article = '{article}'"
        ):
            (coded if attests else aside).update(range(start, start + tokens))
        text = plain(part(site.page(f"{AT}/articles/{article}"), "coverage"))
        neither = total - len(coded | aside)
        assert f"In evidence {words.count(len(coded), 'token')}" in text
        assert f"In no passage {words.count(neither, 'token')}" in text
        numbers = re.findall(r"Set aside: \w+ ([0-9,]+) token", text)
        assert sum(int(n.replace(",", "")) for n in numbers) == len(aside - coded)
        assert "cannot be told without the text" in text


runs = st.tuples(st.integers(0, 30), st.integers(1, 9), st.booleans())


@given(st.lists(st.tuples(runs, st.sampled_from([None, "heading", "opinion"])), max_size=8))
def test_every_token_is_counted_once(drawn):
    passages = [
        {"start": start, "tokens": tokens, "attests": attests, "set_aside": reason}
        for (start, tokens, attests), reason in drawn
    ]
    held = spans.covered(passages, 40)
    assert held.coded + sum(held.aside.values()) + held.neither == 40
    for token in range(40):
        over = [p for p in passages if p["start"] <= token < p["start"] + p["tokens"]]
        if over and all(p["attests"] for p in over):
            assert held.coded > 0


def test_a_place_counts_the_incidents_at_it_and_within_it(site):
    parents = dict(site.rows("SELECT id, parent FROM places"))
    at = site.rows(
        "SELECT l.place, l.incident, l.id FROM incident_places AS l"
        " JOIN incidents AS i ON i.id = l.incident WHERE l.place IS NOT NULL"
        " ORDER BY i.chrono, l.id"
    )
    for place in parents:
        inside = {p for p in parents if place in _upwards(parents, p)}
        total = {incident for part, incident, _ in at if part in inside}
        itself = {incident for part, incident, _ in at if part == place}
        within = {incident for part, incident, _ in at if part in inside - {place}}
        section = part(site.page(f"{AT}/places/{place}"), "incidents")
        noun = "incident" if len(total) == 1 else "incidents"
        counted = f"{len(total)} {noun}: {len(itself)} at the place itself, {len(within)} at places"
        assert counted in plain(section) if total else "No incident is coded here." in section
        listed = re.findall(r"/incident_places/(L[0-9]{6})", section)
        assert listed == [row for part, _, row in at if part in inside][:100]


def _upwards(parents, place):
    """A place and all places in which it lies."""
    while place:
        yield place
        place = parents[place]


def test_a_place_names_where_it_lies_and_how_articles_print_it(site):
    for place, parent in site.rows("SELECT id, parent FROM places"):
        page = site.page(f"{AT}/places/{place}")
        assert not parent or f"{AT}/places/{parent}" in page.links
        assert f"{AT}/map" in page.links
        query = f"SELECT DISTINCT printed FROM incident_places WHERE place = '{place}'"
        for (printed,) in site.rows(query):
            assert f"“{printed}”" in plain(part(page, "printed"))


def row_pages(site):
    """One page of every table, and all pages of the tables that have their own template."""
    for table in site.tables():
        found = ids(site, table)
        yield from (f"{AT}/{table}/{row_id}" for row_id in found[:3])


def test_headings_go_down_one_step_at_a_time(site):
    for path in row_pages(site):
        page = site.page(path)
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels.count(1) == 1, path
        assert levels[0] == 1, path
        assert all(low - high <= 1 for high, low in pairwise(levels)), path


def test_chinese_is_marked_on_every_page_of_a_row(site):
    for path in row_pages(site):
        bare = re.sub(r'<span lang="zh-Hans">[^<]*</span>', "", site.page(path).html)
        assert not HAN.search(re.sub(r"<title>.*?</title>|<meta[^>]*>", "", bare)), path


def test_links_on_the_page_lead_to_its_parts(site):
    for path in row_pages(site):
        page = site.page(path)
        inside = [link[1:] for link in page.links if link.startswith("#") and link != "#content"]
        assert set(inside) <= set(page.ids), path


def test_a_long_list_ends_with_the_way_to_all_of_it(sample_template, monkeypatch):
    first = replace(blocks.OF_TABLE["articles"]["claims"], limit=1)
    monkeypatch.setitem(blocks.OF_TABLE["articles"], "claims", first)
    result = check.check(sample_template)
    page = Site(result.package, result.contents).page(f"{AT}/articles/A000001")
    assert len(re.findall(r"/claims/C[0-9]{6}", part(page, "claims"))) == 1
    assert f"{AT}/claims?article=A000001" in page.links
    assert "All claims as a table" in page.text


def test_an_older_version_leaves_out_what_it_cannot_answer(sample_template, tmp_path):
    result = check.check(sample_template)
    target = tmp_path / f"{mounts.WORKING}.db"
    database.build(result.package, result.contents, target)
    with closing(sqlite3.connect(target)) as connection:
        for view in ("official_record", "corroboration", "record_in_time", "figures", "replies"):
            connection.execute(f"DROP VIEW {view}")
        connection.execute("DROP TABLE claim_roots")
        facts.add(connection)
        connection.commit()
    served = [mounts.mount_at(result.package, target, mounts.WORKING)]
    site = Site(result.package, result.contents, served)
    for path in row_pages(site):
        site.page(path)
    incident = site.page(f"{AT}/incidents/I000001")
    assert "roots" not in incident.ids
    assert not [link for link in incident.links if "record_in_time" in link]
    main = Page(incident.html.partition("<main")[2].partition("</main>")[0])
    led = {link.partition("#")[0] for link in main.links if link.startswith(AT)}
    assert [link for link in led if site.get(link).status_code != 200] == []
    assert part(incident, "reported")
    source = site.page(f"{AT}/sources/S000004")
    assert "Alone" not in source.text
    assert f"{AT}/claims/C000001" in source.links
    official = site.page(f"{AT}/officials/O000001")
    assert f"{AT}/involvements/V000001" in official.links


def test_copies_hold_what_their_views_say(site):
    assert site.rows("SELECT * FROM portal_corroboration") == site.rows(
        "SELECT * FROM corroboration ORDER BY incident"
    )
    columns = "involvement, official, incident, reported_by, hands, hedged, disputes"
    query = f"SELECT {columns} FROM %s ORDER BY involvement"
    assert site.rows(query % "portal_parts") == site.rows(query % "official_record")


@pytest.mark.parametrize("table", blocks.OF_TABLE)
def test_no_block_scans_a_table(table):
    held = set(real_site().tables()) | {"claim_roots"}
    with closing(sqlite3.connect(real_site().database)) as connection:
        held |= {
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        }
        for name, block in blocks.OF_TABLE[table].items():
            values = {"id": "X", "limit": 1} | dict.fromkeys(block.given, "[]")
            for scanned in _scanned(connection, block.sql, values):
                assert _alias(block.sql, scanned) not in held, (name, scanned)


def test_the_rows_that_point_at_a_row_are_found_by_an_index():
    asked = []

    def run(sql, values):
        asked.append((sql, values))
        return []

    held = _contract()
    links = linked.Links(Cells(held, "{}{}".format), defaultdict(lambda: "id"), {})
    for table in held.tables:
        for near, column in held.pointing_at(table):
            links.to(run, near, column, "X", 1)
    assert len(asked) > 30
    with closing(sqlite3.connect(real_site().database)) as connection:
        for sql, values in asked:
            assert _scanned(connection, sql, values) == [], sql


def _contract():
    """The contract that the database of the record holds."""
    with closing(sqlite3.connect(real_site().database)) as connection:
        connection.row_factory = sqlite3.Row
        return contract.read(lambda sql: map(dict, connection.execute(sql)))


def _scanned(connection, sql, values):
    """The names of what a query reads from end to end."""
    plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)
    return [found[1] for *_, step in plan if (found := re.match(r"SCAN (\w+)", step))]


def _alias(sql, name):
    """The table for which a name stands in a query."""
    found = re.search(rf"(?:FROM|JOIN) (\w+) AS {name}\b", sql)
    return found[1] if found else name


def test_an_incident_page_weighs_less_than_100_kilobytes_compressed():
    site = real_site()
    heaviest = 0
    for (row_id,) in site.rows("SELECT id FROM incidents ORDER BY id"):
        answer = site.get(f"/v/working/incidents/{row_id}", **{"accept-encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip"
        heaviest = max(heaviest, int(answer.headers["content-length"]))
    assert 3_000 < heaviest < 100_000
