"""The shell around Datasette: a log, headers, doors, and whole answers kept for the next reader.

Each layer is an ASGI application around the next one. From outside: the log sees what was sent,
the headers stand on every answer, the doors let in what the portal answers, the cache gives an
answer that was given before. Typed links are added before an answer is kept.
"""
