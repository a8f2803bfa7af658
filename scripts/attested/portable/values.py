"""Values as SQLite takes them where other engines are stricter or read otherwise."""

from sqlglot import exp


def strict(query: exp.Expr) -> exp.Expr:
    """The query with one type in each choice, and letters compared whatever their case in LIKE."""
    for choice in list(query.find_all(exp.Coalesce)):
        if isinstance(choice.parent, exp.Is):
            _ask_each(choice, choice.parent)
        elif any(part.is_string for part in choice.expressions):
            _as_text(choice)
    for like in list(query.find_all(exp.Like)):
        like.replace(exp.ILike(**like.args))
    return query


def _ask_each(choice: exp.Coalesce, asked: exp.Is) -> None:
    """Whether the first of several values is null is whether all are, whatever their types."""
    each = [exp.Is(this=part, expression=exp.Null()) for part in [choice.this, *choice.expressions]]
    asked.replace(exp.paren(exp.and_(*each, copy=False), copy=False))


def _as_text(choice: exp.Coalesce) -> None:
    parts = [choice.this, *choice.expressions]
    texts = [part if part.is_string else exp.cast(part, "TEXT") for part in parts]
    choice.set("this", texts[0])
    choice.set("expressions", texts[1:])
