"""Releases: states, what differs between them, the history, and proof that nothing moved."""
