"""The database alone, from tables that were checked before: python tests/bench_build.py DIR DB."""

import sys
from pathlib import Path

from attested import database, schema, tables


def main():
    root, target = map(Path, sys.argv[1:])
    package = schema.load(root)
    contents = {name: tables.opened(root, table) for name, table in package.tables.items()}
    database.build(package, contents, target)


if __name__ == "__main__":
    main()
