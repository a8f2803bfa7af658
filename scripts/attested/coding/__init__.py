"""Independent coding: sheets that coders fill, how far they agree, and how disputes are settled."""
