"""Runs deposits in processes of their own, which a test may kill at any moment.

Reads one JSON object a line, which is a job of faults_driver.py; its `program` is `small`, which
deposits a small pack, or `attested`, the command line. Answers with the number of the process,
which is forked with everything loaded, then with its exit code.
"""

import argparse
import hashlib
import json
import os
import sys
import zipfile
from functools import partial
from pathlib import Path

from attested import cli
from attested.artefacts.meta import Metadata, Release, metadata
from attested.deposits.correcting import correct
from attested.deposits.depositing import deposit
from attested.deposits.errors import DepositError
from attested.deposits.work import Settings
from attested.schema import Descriptor
from attested.strict import read
from faults_driver import exit_code

ROOT = Path(__file__).parents[1]


def described(arguments: argparse.Namespace) -> Metadata:
    """The metadata of the project, under the name and title that the test gives."""
    descriptor = read(ROOT, "datapackage.json", Descriptor, [])
    assert descriptor is not None
    changed = {"name": arguments.name, "title": arguments.title or descriptor.title}
    release = Release(
        arguments.release, "2026-11-26", previous_doi=arguments.previous, publisher="Zenodo"
    )
    return metadata(descriptor.model_copy(update=changed), release)


def pack(folder: Path, release: str, doi: str, concept_doi: str, files_url: str) -> list[Path]:
    """Files that name both DOIs, one of them of a megabyte, and their sums."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "CITATION.cff").write_text(f"version: {release}\ndoi: {doi}\n")
    (folder / "concept doi.txt").write_text(f"{concept_doi}\n{files_url}\n")
    with zipfile.ZipFile(folder / f"data-{release}.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("datapackage.json"), f'{{"id": "https://doi.org/{doi}"}}')
        archive.writestr(zipfile.ZipInfo("data/rows.csv"), f"id,{release}\n" * 100_000)
    paths = sorted(path for path in folder.iterdir() if path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in paths]
    (folder / "SHA256SUMS").write_text("".join(lines))
    return [*paths, folder / "SHA256SUMS"]


def small(words: list[str]) -> None:
    """Deposits a small pack; ends the process with 1 where the deposit says why it cannot."""
    parser = argparse.ArgumentParser()
    for name in ("server", "registry", "name", "release", "state", "folder"):
        parser.add_argument(name)
    for option in ("--previous", "--title"):
        parser.add_argument(option)
    parser.add_argument("--wait", type=float, default=10)
    parser.add_argument("--metadata-only", action="store_true")
    given = parser.parse_args(words)
    token = os.environ["ATTESTED_DEPOSIT_TOKEN"]
    settings = Settings(given.registry, given.wait, settle=0.5, say=print)
    about, state = described(given), Path(given.state)
    try:
        if given.metadata_only:
            print(correct(given.server, token, about, state, settings))
        else:
            packing = lambda *dois: pack(Path(given.folder), given.release, *dois)  # noqa: E731
            print(deposit(given.server, token, about, packing, state, settings))
    except DepositError as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(1)


def attested(words: list[str]) -> None:
    """Runs the command line."""
    cli.main(words, prog_name="attested")


PROGRAMS = {"small": small, "attested": attested}


def serve() -> None:
    """Runs each job that is read, one after another."""
    for line in sys.stdin:
        job = json.loads(line)
        pid = os.fork()
        if pid == 0:
            os._exit(exit_code(job, partial(PROGRAMS[job["program"]], job["arguments"])))
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    serve()
