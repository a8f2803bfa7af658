"""The portal as a server: it answers at the address it prints, and ends without a word too many."""

import hashlib
import json
import os
import re
import signal
import socket
import sqlite3
import time
import urllib.request
from contextlib import ExitStack, closing, suppress
from dataclasses import replace

import click
import pytest
from datasette.app import DEFAULT_SETTINGS

from attested import check
from attested.portal import mounts, options
from attested.portal import serve as serving
from attested.portal.options import Options
from attested.portal.shell.patience import PATIENCE
from made import ROOT
from portal_site import printed_address, served

CHOSEN = Options(root=str(ROOT))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return tmp_path_factory.mktemp("serve")


@pytest.fixture(scope="module")
def mount(sample_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("mount")
    return mounts.mount_of(check.check(sample_template), folder, mounts.WORKING)


def fetched(url):
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.status, answer.read().decode("utf-8")


def test_it_answers_at_the_printed_address_and_ends_cleanly(built, sample_template):
    with served(built, sample_template) as process:
        where = printed_address(process)
        status, text = fetched(where)
        assert (status, "Attested" in text) == (200, True)
        assert fetched(f"{where}static/portal.css")[0] == 200
        assert "I000001" in fetched(f"{where}v/working/incidents.json")[1]
    assert (process.returncode, process.rest, process.errors) == (0, "stopped\n", "")


def test_it_takes_another_port_when_the_first_is_taken(built, sample_template):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with served(built, sample_template, port=port) as process:
            said = process.stdout.readline()
            where = printed_address(process)
            assert fetched(where)[0] == 200
    other = int(where.rsplit(":", 1)[1].strip("/"))
    assert other != port
    assert said == f"port {port} is taken; using {other} instead\n"


def test_two_portals_can_run_at_once(built, sample_template):
    with served(built, sample_template) as one, served(built, sample_template) as two:
        assert printed_address(one) != printed_address(two)


def test_a_killed_request_does_not_keep_it_from_ending(built, sample_template):
    with served(built, sample_template) as process:
        where = printed_address(process)
        host, port = re.search(r"//(.+):(\d+)/", where).groups()
        with socket.create_connection((host, int(port))) as idle:
            idle.send(b"GET / HTTP/1.1\r\n")
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=20) == 0


def test_connections_that_say_nothing_are_not_held(built, sample_template):
    with served(built, sample_template) as process, ExitStack() as held:
        where = printed_address(process)
        place = re.search(r"//(.+):(\d+)/", where).groups()
        for number in range(serving.CONNECTIONS + 40):
            silent = held.enter_context(socket.create_connection((place[0], int(place[1]))))
            silent.send(b"GET / HTTP/1.1\r\n" if number % 2 else b"")
        for _ in range(int(PATIENCE) * 3):
            with suppress(OSError):
                assert fetched(f"{where}health")[0] == 200
                return
            time.sleep(0.5)
    raise AssertionError("the server still waits for connections that say nothing")


def test_it_listens_on_ipv6(built, sample_template):
    if not _has_ipv6():
        pytest.skip("this machine has no IPv6")
    with served(built, sample_template, host="::1") as process:
        where = printed_address(process)
        assert where.startswith("http://[::1]:")
        assert fetched(where)[0] == 200


def _has_ipv6():
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


def test_all_interfaces_are_printed_as_an_address_that_works(built, sample_template):
    with served(built, sample_template, host="0.0.0.0") as process:
        where = printed_address(process)
        assert where.startswith("http://127.0.0.1:")
        assert fetched(where)[0] == 200


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for a browser is a shell script")
def test_it_opens_a_browser_when_asked(built, sample_template, tmp_path):
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {tmp_path}/opened\n')
    browser.chmod(0o755)
    opener = f"{browser} %s"
    with served(built, sample_template, open_browser=True, BROWSER=opener) as process:
        where = printed_address(process)
    assert (tmp_path / "opened").read_text() == where


def test_a_missing_database_is_said(mount, tmp_path):
    gone = replace(mount, database=tmp_path / "working.db")
    with pytest.raises(click.ClickException, match="is missing; serve it anew"):
        serving.serve([gone], CHOSEN, port=0)


def test_an_unknown_host_is_said(mount):
    with pytest.raises(serving.ServeError, match=r"cannot listen at nowhere\.invalid:0"):
        serving.serve([mount], CHOSEN, host="nowhere.invalid", port=0)


def test_a_port_beyond_all_ports_is_said(mount):
    with pytest.raises(serving.ServeError, match=r"cannot listen at 127\.0\.0\.1:70000"):
        serving.serve([mount], CHOSEN, port=70000)


def test_what_datasette_is_told_lies_beside_the_database(mount):
    datasette = serving.portal([mount], CHOSEN)
    folder = mount.database.parent / "told"
    inspected = json.loads((folder / "inspect-data.json").read_text("utf-8"))["working"]
    assert inspected["hash"] == hashlib.sha256(mount.database.read_bytes()).hexdigest()
    with closing(sqlite3.connect(mount.database)) as connection:
        counted = connection.execute("SELECT count(*) FROM claims").fetchone()[0]
    assert inspected["tables"]["claims"]["count"] == counted
    assert json.loads((folder / "metadata.json").read_text("utf-8")) == datasette.metadata()
    assert json.loads((folder / "settings.json").read_text("utf-8")) == options.SETTINGS
    assert sorted(path.name for path in folder.iterdir()) == [
        "inspect-data.json", "metadata.json", "settings.json"
    ]  # fmt: skip
    assert not datasette.get_database("working").is_mutable


def test_a_short_answer_does_not_wait_for_a_word_of_the_reader():
    with serving._listen("127.0.0.1", 0) as listening:
        assert listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        with socket.create_connection(listening.getsockname()):
            accepted, _ = listening.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize("public", [False, True])
def test_every_setting_is_one_of_datasette(public):
    assert set(options.settings(Options(public=public))) <= set(DEFAULT_SETTINGS)


def test_a_public_portal_takes_no_sql_and_gives_no_database():
    chosen = options.settings(Options(public=True))
    assert not chosen["default_allow_sql"]
    assert not chosen["allow_download"]
