"""Contracts of earlier releases, read leniently: each was checked strictly in its own day.

What today's reader demands of a text (that it is there, how it is worded) is not asked of a
release that was made before; a property that today's reader does not know is passed over. What
binds the data is read as strictly as ever: names, types, keys, paths, values of closed lists.
Lenience belongs to the folders that `reading` was given, never to something that stands in a
file, so that no working copy can claim it.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, create_model
from pydantic.fields import FieldInfo

M = TypeVar("M", bound=BaseModel)
BINDING = {
    "enum",
    "fields",
    "name",
    "path",
    "primary_key",
    "reference",
    "resource",
    "resources",
    "schema_",
    "separator",
    "type",
    "value",
}
PROFILE = "$schema"
_EMPTY: dict[Any, Any] = {str: "", int: 0, list: [], dict: {}}
Columns = frozenset[tuple[str, str]]
_folders: dict[Path, Columns] = {}
# Several threads of a portal may read one release at a time.
_open: Counter[Path] = Counter()
_turn = Lock()


@contextmanager
def reading(root: Path, redacted: Columns = frozenset()) -> Iterator[Path]:
    """The folder itself, whose contract is read leniently until the block ends.

    `redacted` names the columns (table, column) in which a value was taken out: none of their
    cells is required there.
    """
    folder = root.resolve()
    with _turn:
        _open[folder] += 1
        _folders[folder] = redacted
    try:
        yield root
    finally:
        with _turn:
            _open[folder] -= 1
            if not _open[folder]:
                del _folders[folder]


def is_released(root: Path) -> bool:
    """True for a folder that holds an earlier release, by the word of `reading`."""
    return root.resolve() in _folders


def redacted(root: Path) -> Columns:
    """The columns of an earlier release in which a value was taken out."""
    return _folders.get(root.resolve(), frozenset())


@cache
def relaxed(model: type[M]) -> type[M]:
    """A subclass of a contract's model that lacks no text and minds no property it does not know.

    A text that the release does not have is empty, a list without items.
    """
    fields: dict[str, Any] = {name: _relaxed(name, f) for name, f in model.model_fields.items()}
    lenient = create_model(
        model.__name__, __base__=model, __cls_kwargs__={"extra": "ignore"}, **fields
    )
    return lenient


def _relaxed(name: str, field: FieldInfo) -> tuple[Any, FieldInfo]:
    annotation = _inside(field.annotation)
    if field.alias == PROFILE:
        return Any, _named(Any, "", PROFILE)
    if name in BINDING:
        kept = FieldInfo.merge_field_infos(field, annotation=annotation)
        return annotation, kept
    if _is_choice(annotation) and not field.is_required():
        annotation = Any  # a choice that is offered no longer binds nothing
    default = _absent(annotation) if field.is_required() else field.get_default()
    return annotation, _named(annotation, default, field.alias)


def _named(annotation: Any, default: Any, alias: str | None) -> FieldInfo:
    return FieldInfo(annotation=annotation, default=default, alias=alias, validation_alias=alias)


def _inside(annotation: Any) -> Any:
    """The annotation with every model in it relaxed."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return relaxed(annotation)
    if get_origin(annotation) is list:
        return list[_inside(get_args(annotation)[0])]  # type: ignore[misc]
    return annotation


def _is_choice(annotation: Any) -> bool:
    if get_origin(annotation) in (Union, UnionType):
        return any(_is_choice(part) for part in get_args(annotation))
    return get_origin(annotation) is Literal


def _absent(annotation: Any) -> Any:
    """What stands for a required property that the release does not have."""
    if _is_choice(annotation):
        return get_args(annotation)[0]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation.model_construct()
    return _EMPTY[get_origin(annotation) or annotation]
