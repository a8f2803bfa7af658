"""Citing a release, a row or a query, and checking a citation again."""
