"""Measures the portal beside stock Datasette over the same database, in one run.

    PYTHONPATH=scripts .venv/bin/python tests/bench_portal.py [SECONDS] [DATABASE]

It needs wrk and is no test: a figure depends on the machine, so that only the ratios, taken in turn
from servers that run side by side, are worth keeping. Three ways to ask are timed: the same address
again (`again`), as readers of a popular page do; a new address each time (`anew`), as crawlers do,
which no cache helps; and the same address by readers who have it already (`known`, 304).
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from made import ROOT
from portal_site import printed_address, served

SECONDS = 4
STOCK = 8971
PAGES = {
    "row": "/incidents/I000006",
    "table": "/incidents",
    "row as JSON": "/incidents/I000006.json",
    "table as JSON": "/incidents.json",
}
OWN = ("/", "/v/{0}/map", "/v/{0}/chronology", "/v/{0}/search?q=Shanghai", "/v/{0}/codebook",
       "/v/{0}/officials/O000001", "/v/{0}/sources/S000001", "/v/{0}/articles/A000001",
       "/v/{0}/places/G000001", "/v/{0}/quality", "/v/{0}/agreement", "/v/{0}/downloads",
       "/v/{0}/dependence", "/versions", "/v/{0}/claims?_facet=stance")  # fmt: skip
ANEW = """
local number = 0
request = function()
  number = number + 1
  return wrk.format("GET", wrk.path .. "%s_c=" .. number .. "%s")
end
"""
DONE = """
done = function(summary, latency)
  io.write(string.format('{"requests": %d, "seconds": %f, "p50": %f, "p95": %f, "errors": %d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(95) / 1e3, summary.errors.status + summary.errors.timeout))
end
"""


def wrk(address, clients, seconds, anew=False, tag=None):
    """Requests a second, p50 and p95 in milliseconds, and the number of errors."""
    script = DONE
    if anew:
        script += ANEW % ("&" if "?" in address else "?", os.getpid())
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        words = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "10s", "-s", file.name]
        words += ["-H", "Accept-Encoding: gzip", "-H", f"If-None-Match: {tag}"] if tag else []
        said = subprocess.run([*words, address], capture_output=True, text=True, check=True).stdout
    told = json.loads(said.splitlines()[-1])
    return told | {"rate": told["requests"] / told["seconds"]}


def first(address, **headers):
    """Status, headers, size and milliseconds of one request."""
    request = urllib.request.Request(address, headers=headers)
    start = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as answer:
        body = answer.read()
        return answer.status, answer.headers, len(body), (time.perf_counter() - start) * 1000


@contextmanager
def stock(database):
    """Datasette as it comes, over the same file."""
    words = [sys.executable, "-m", "datasette", "serve", "-i", str(database), "-p", str(STOCK)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        name = database.stem.replace(".", "~2E")
        try:
            wait(f"http://127.0.0.1:{STOCK}/{name}.json")
            yield f"http://127.0.0.1:{STOCK}/{name}"
        finally:
            process.terminate()


def wait(address):
    for _ in range(200):
        try:
            return first(address)
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"no answer at {address}")


def compare(ours, theirs, seconds):
    """Prints a line for each page, way of asking and number of clients."""
    print("| page | asked | clients | Datasette, requests/s | Attested, requests/s | ratio |")
    print("|---|---|---:|---:|---:|---:|")
    for name, path in PAGES.items():
        tag = first(ours + path, **{"Accept-Encoding": "gzip"})[1]["ETag"]
        for clients in (1, 16):
            for asked in ("anew", "again", "known"):
                anew = asked == "anew"
                one = wrk(theirs + path, clients, seconds, anew)
                two = wrk(ours + path, clients, seconds, anew, tag if asked == "known" else None)
                ratio = f"{two['rate'] / one['rate']:.1f}" if one["rate"] else "none ended"
                rates = f"{one['rate']:,.0f} | {two['rate']:,.0f} | {ratio}"
                print(f"| {name} | {asked} | {clients} | {rates} |", flush=True)
                assert one["errors"] == two["errors"] == 0 or asked == "known", (one, two)


def own(root, version, seconds):
    """Prints the weight and the times of each of our pages, made anew at each request."""
    print("| page | kB | kB compressed | p50 ms | p95 ms |")
    print("|---|---:|---:|---:|---:|")
    for path in (*OWN, *(f"/v/{{0}}{path}" for path in PAGES.values())):
        address = root + path.format(version)
        _, _, plain, _ = first(address)
        _, _, packed, _ = first(address, **{"Accept-Encoding": "gzip"})
        told = wrk(address, 1, seconds, anew=True)
        sizes = f"{plain / 1000:.0f} | {packed / 1000:.0f}"
        shown = path.format("VERSION")
        print(f"| {shown} | {sizes} | {told['p50']:.1f} | {told['p95']:.1f} |", flush=True)


def main():
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with tempfile.TemporaryDirectory(prefix="attested-") as folder:
        made = Path(sys.argv[2]) if len(sys.argv) > 2 else None
        with served(made or Path(folder), ROOT) as process:
            root = printed_address(process).rstrip("/")
            with stock(made or Path(folder) / "working.db") as theirs:
                name = theirs.rpartition("/")[2]
                assert first(f"{root}/v/working.json")[0] == first(f"{theirs}.json")[0] == 200, name
                compare(f"{root}/v/working", theirs, seconds)
            own(root, "working", seconds)
            status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
            print("peak memory of the server:", re.search(r"VmHWM:\s+(.+)", status)[1])


if __name__ == "__main__":
    main()
