"""The Jinja environment of report templates: sandboxed, strict, escaping, bounded.

A template comes from the clerk or from another office: it may print what `context` names
and nothing else, reach no attribute of Python, and grow no text without bound.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from perfdesk.narrative.figure import Figure, Links, Named
from perfdesk.narrative.template_fault import TemplateSlip, nearest, unknown_name

if TYPE_CHECKING:
    from jinja2 import Environment

MAX_OUTPUT = 100_000_000
_MAX_REPEAT = 10_000
_MAX_POWER = 100
_MAX_RANGE = 100_000
_TEXT_METHODS = frozenset({"strip", "lstrip", "rstrip", "startswith", "endswith", "split", "upper", "lower"})
_GROWING_FILTERS = ("center", "format", "indent", "pprint", "wordwrap", "xmlattr", "urlize", "attr", "safe")


def build_environment(names: Iterable[str], links: Links | None = None) -> Environment:
    """A fresh environment.

    Args:
        names: the top-level names a message may propose.
        links: where given, every figure that knows its cell is printed as a link.
    """
    from jinja2 import StrictUndefined
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    known = tuple(names)

    class Missing(StrictUndefined):
        """A name the report does not have; says which one is near."""

        @property
        def _undefined_message(self) -> str:
            name = str(self._undefined_name)
            if self._undefined_exception is SecurityError:
                return f"出于安全，模板不能使用“{name}”。"
            return missing_name(self._undefined_obj, name, known)

    class Sandbox(ImmutableSandboxedEnvironment):
        """Refuses text methods that grow, and multiplication without bound."""

        intercepted_binops = frozenset({"*", "**", "%"})

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            if isinstance(obj, str) and attr not in _TEXT_METHODS:
                return False
            return super().is_safe_attribute(obj, attr, value)

    environment = Sandbox(undefined=Missing, autoescape=True, finalize=_printing(links))
    environment.binop_table |= {"*": _multiply, "**": _power, "%": _remainder}
    environment.globals.clear()
    environment.globals["range"] = _Budget().range
    for name in _GROWING_FILTERS:
        environment.filters.pop(name, None)
    return environment


def missing_name(owner: object, name: str, known: Iterable[str]) -> str:
    """What to say of a name that its owner, or the report itself, does not have."""
    if isinstance(owner, tuple | list):
        if name.lstrip("-").isdigit():
            return f"列表只有{len(owner)}项，取不到“[{name}]”；请用 {{%p for 项 in 列表 %}} 逐项取用。"
        return f"这是多项的列表，没有“{name}”；请用 {{%p for 项 in 列表 %}} 逐项取用。"
    if isinstance(owner, Named):
        attributes: list[str] = [item.name for item in fields(owner)] if is_dataclass(owner) else []
        return unknown_name(name, [*owner.chinese, *attributes])
    if type(owner).__module__.startswith("jinja2") or isinstance(owner, str | int | Decimal):
        public = [each for each in dir(owner) if not each.startswith("_")]
        return f"这里没有“{name}”{nearest(name, public)}。"
    return unknown_name(name, known)


def _printing(links: Links | None) -> Callable[[object], object]:
    """What a tag's value is printed as: itself, or with a link to its cell."""
    if links is None:
        return _printable

    def linked(value: object) -> object:
        value = _printable(value)
        return links.linked(value) if isinstance(value, Figure) else value

    return linked


def _printable(value: object) -> object:
    """Only texts and numbers print; a whole project or list is a slip of the template."""
    from jinja2 import Undefined

    if isinstance(value, str | Figure | int | Decimal | Undefined):
        return value
    if hasattr(value, "__html__"):
        return value
    if value is None:
        raise TemplateSlip("这一项没有数字可打印，请先用 {% if … %} 判断。")
    raise TemplateSlip("这是一组内容，不能直接打印，请写明其中哪一项，如 项目.名称。")


class _Budget:
    """A `range` whose calls share one bound for the whole template."""

    def __init__(self) -> None:
        self._left = _MAX_RANGE

    def range(self, *bounds: int) -> range:
        """As Python's, within the bound."""
        numbers = range(*bounds)
        if len(numbers) > self._left:
            raise OverflowError
        self._left -= len(numbers)
        return numbers


def _multiply(left: Any, right: Any) -> Any:
    for sequence, times in ((left, right), (right, left)):
        if hasattr(sequence, "__len__") and isinstance(times, int) and len(sequence) * times > _MAX_REPEAT:
            raise OverflowError
    return operator.mul(left, right)


def _power(left: Any, right: Any) -> Any:
    if abs(right) > _MAX_POWER or abs(left) > _MAX_REPEAT:
        raise OverflowError
    return operator.pow(left, right)


def _remainder(left: Any, right: Any) -> Any:
    if isinstance(left, str):
        raise TemplateSlip("文本不能用“%”拼接，请直接写在标签外面。")
    return operator.mod(left, right)
