"""Parts of a page that wait for nothing: Jinja writes them several times faster than others, since
in a template that may wait every call and every loop asks whether it has to.
"""

from typing import Any
from weakref import WeakKeyDictionary

from jinja2 import Environment
from markupsafe import Markup

from attested.portal import spans, words
from attested.portal.cells import in_sentence

_plain: WeakKeyDictionary[Environment, Environment] = WeakKeyDictionary()


def render(environment: Environment, templates: list[str], **values: Any) -> Markup:
    """What the first of the templates that exists writes; it may call nothing that waits."""
    return Markup(_of(environment).select_template(templates).render(values))


def _of(environment: Environment) -> Environment:
    if environment not in _plain:
        made = environment.overlay(enable_async=False)
        made.filters = environment.filters | {
            "in_sentence": in_sentence,
            "independence": words.independence,
        }
        made.globals = environment.globals | {"covered": spans.covered}
        _plain[environment] = made
    return _plain[environment]
