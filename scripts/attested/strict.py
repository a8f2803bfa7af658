"""JSON files of the contract, read strictly: a misspelt property is an error."""

import json
from collections import Counter
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from attested import ids, plain
from attested.problems import Problem

M = TypeVar("M", bound=BaseModel)
ROW_ID = f"^{ids.PATTERN}$"
SENTENCE = r"^[A-Z0-9'`].*\.$"
VERSION = r"^[0-9]{1,6}\.[0-9]{1,6}$"


class Strict(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, alias_generator=to_camel, populate_by_name=True
    )


class ContractError(Exception):
    """The contract cannot be read; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read(root: Path, path: str, model: type[M], found: list[Problem]) -> M | None:
    """The JSON file as a model; None with its faults added to `found` when it is not one."""
    try:
        text = plain.read(root / path).decode("utf-8")
        document = json.loads(text, object_pairs_hook=_no_repeats, parse_constant=_no_constant)
        return model.model_validate(document)
    except FileNotFoundError:
        found.append(Problem(path, 0, "", "", "is missing; restore it"))
    except OSError as error:
        found.append(Problem(path, 0, "", "", f"cannot be read ({error.strerror}); mend it"))
    except UnicodeDecodeError as error:
        found.append(Problem(path, 0, "", "", f"byte {error.start} is not UTF-8; save as UTF-8"))
    except json.JSONDecodeError as error:
        found.append(Problem(path, error.lineno, "", "", f"is not JSON ({error.msg}); mend it"))
    except RecursionError:
        found.append(Problem(path, 0, "", "", "is nested too deeply; flatten it"))
    except ValidationError as error:
        found.extend(_fault(path, document, detail) for detail in error.errors())
    except ValueError as error:
        found.append(Problem(path, 0, "", "", f"is not JSON ({error}); mend it"))
    return None


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    twice = sorted(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
    if twice:
        raise ValueError(f"the key {twice[0][:60]!r} stands twice in one object")
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number of JSON")


_ADVICE = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not a property of the contract; correct its spelling or remove it",
}


def _fault(path: str, document: Any, detail: Any) -> Problem:
    advice = _ADVICE.get(detail["type"]) or f"{detail['msg'].lower()}; correct it"
    return Problem(path, 0, "", _place(document, detail["loc"]), advice)


def _place(document: Any, loc: tuple[str | int, ...]) -> str:
    """Dotted path of a fault, list items shown by their name or value where they have one."""
    parts = []
    for key in loc:
        step = document[key] if _has(document, key) else None
        named = isinstance(key, int) and isinstance(step, dict)
        name = step.get("name", step.get("value", key)) if named and step else key
        parts.append(str(name)[:60])
        document = step
    return ".".join(parts)


def _has(document: Any, key: str | int) -> bool:
    if isinstance(document, list):
        return isinstance(key, int) and key < len(document)
    return isinstance(document, dict) and key in document
