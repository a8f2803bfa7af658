"""Versions side by side: every release, what changed between any two, and each row's history.

All of it is prepared once in one SQLite file, build/portal/history.db, beside the databases of the
versions. What a page asks of it, it finds by index.
"""
