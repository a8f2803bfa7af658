"""The rules of judgement as data: each with rows that show it and with invented cases."""

from pydantic import Field as Property

from attested.strict import ROW_ID, SENTENCE, VERSION, Strict

PATH = "schemas/coding/rules.json"


class RowExample(Strict):
    """A row that shows a rule: its id, the cells it must have (null: empty), what it shows."""

    row: str = Property(pattern=ROW_ID)
    cells: dict[str, str | None] = Property(min_length=1)
    shows: str = Property(pattern=SENTENCE)


class CodingRule(Strict):
    """One rule of judgement.

    `example` is a row coded by it, `counterexample` one to which it does not apply; `touches` names
    the columns (`table.field`) that it governs, `since` the version in which it was last changed.
    """

    name: str = Property(pattern=r"^[a-z]+(?:-[a-z]+)*$")
    section: str = Property(min_length=1)
    title: str = Property(min_length=1)
    text: str = Property(pattern=SENTENCE)
    since: str = Property(pattern=VERSION)
    touches: list[str] = Property(min_length=1)
    example: RowExample
    counterexample: RowExample
    invented_example: str = Property(pattern=SENTENCE)
    invented_counterexample: str = Property(pattern=SENTENCE)


class CodingRules(Strict):
    """All rules of judgement, the printed figures that show how figures are read, and the sheet.

    `sheet` names the columns that a coder fills from a text alone, by table.
    """

    sheet: dict[str, list[str]] = Property(min_length=1)
    figures: list[str] = Property(min_length=1)
    rules: list[CodingRule] = Property(min_length=1)
