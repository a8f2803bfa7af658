"""Attested: reported incidents, with the passage that attests every coded value."""
