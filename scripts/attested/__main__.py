"""Runs the command line: `python -m attested`."""

from attested.cli import main

if __name__ == "__main__":
    main()
