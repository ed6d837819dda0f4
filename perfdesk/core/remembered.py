"""What was worked out of a frozen thing, kept as long as the thing itself.

An edit makes a few new things and leaves the others as they are: what follows from those need not be worked
out again. A result is never kept for another thing, nor under other terms, so it cannot be out of date.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import ref

Thing = TypeVar("Thing")
Result = TypeVar("Result")


class Remembered(Generic[Thing, Result]):
    """Results by thing, the last one of each; what is kept must not hold the thing, or neither ever goes."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[ref[Thing], tuple[object, ...], Result]] = {}

    def of(self, thing: Thing, terms: tuple[object, ...], work: Callable[[], Result]) -> Result:
        """The result of the work on a thing; `terms` are all else that it depends on."""
        key = id(thing)
        kept = self._kept.get(key)
        if kept is not None and kept[0]() is thing and kept[1] == terms:
            return kept[2]
        result = work()
        self._kept[key] = ref(thing, lambda _: self._kept.pop(key, None)), terms, result
        return result
