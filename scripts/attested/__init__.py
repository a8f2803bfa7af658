"""Attested: reported incidents, with the passage that attests every coded value."""

__version__ = "0.1.0.dev0"
