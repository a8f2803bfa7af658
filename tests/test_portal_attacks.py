"""A public portal under the attack list: it answers, shows nothing inner and keeps its memory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import attack_list
from attested.portal import mounts
from attested.releases import history
from conftest import require_or_skip
from made import ROOT
from portal_site import printed_address

HOST = "attested.example"
MOST = 400_000_000  # bytes of memory


@pytest.fixture(scope="module")
def portal():
    """The address of a public portal over the record itself, and its process.

    The databases are made before, so that what is measured is the serving.
    """
    require_or_skip(Path("/proc/self/status").is_file(), "there is no /proc to read memory from")
    mounts.mounts(ROOT, None)
    words = ["-m", "attested", "--package", str(ROOT), "serve", "--public", "--port", "0"]
    command = [sys.executable, *words, "--origin", f"http://{HOST}"]
    told = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, env=told, **pipes) as process:
        yield printed_address(process).rstrip("/"), process
        process.terminate()


def test_the_attack_list_finds_no_way_in_and_no_way_to_fill_the_memory(portal):
    address, process = portal
    version = history.versions(ROOT)[-1]
    grown = {}
    for outcome in attack_list.run(address, HOST, version):
        assert outcome.amiss == [], outcome.name
        assert process.poll() is None, outcome.name
        grown[outcome.name] = attack_list.most_memory(process.pid)
    assert max(grown.values()) < MOST, grown
