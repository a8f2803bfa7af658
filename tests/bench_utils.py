"""The sqlite-utils command, called for each step: python tests/bench_utils.py DIR DB [WORD...].

All calls are made in one process, so that the command's start, which takes longer than most steps
on small tables, counts once. Further words go to the calls that read rows.
"""

import sys
from pathlib import Path

from sqlite_utils.cli import cli

from attested import schema
from bench_sqlite import utils_calls


def main():
    root, target, *batch = sys.argv[1:]
    for words in utils_calls(schema.load(Path(root)), target, batch):
        cli.main(words, standalone_mode=False)


if __name__ == "__main__":
    main()
