"""Layers as the library takes them: JSON text."""

from __future__ import annotations

import json
import operator
from typing import Any, Mapping, Sequence, Union

from . import _errors

Pair = Union[int, Sequence[int]]
Layer = Mapping[str, Any]


def pair(name: str, value: Any) -> list[int]:
    """A number for both axes, or (vertical, horizontal)."""
    try:
        return [operator.index(value)] * 2
    except TypeError:
        pass
    try:
        numbers = [operator.index(number) for number in value]
    except TypeError:
        numbers = []
    if len(numbers) == 1:
        numbers *= 2
    if len(numbers) != 2:
        raise _errors.wrong(f"{name} is {value!r}; give a whole number or two")
    return numbers


def _plain(value: Any) -> Any:
    """Numbers of NumPy as Python's."""
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} is no option's value")


def encode(value: Any) -> bytes:
    try:
        return json.dumps(value, default=_plain, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise _errors.wrong(f"a layer cannot be written down: {error}") from error


def collect(layers: Sequence[Any], options: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Layers given one by one, in lists, or as keywords of a single one."""
    result: list[dict[str, Any]] = []
    for layer in layers:
        if isinstance(layer, Mapping):
            result.append(dict(layer))
        elif isinstance(layer, (list, tuple)):
            result.extend(collect(layer, {}))
        else:
            raise _errors.wrong(f"{layer!r} is no layer; give for example {{'op': 'max', 'kernel': 2}}")
    given = {name: value for name, value in options.items() if value is not None}
    if given and result:
        raise _errors.wrong(f"{', '.join(given)} belong into a layer, since layers are given")
    if given:
        result.append(given)
    if not result:
        raise _errors.wrong("there are no layers; give for example op='max', kernel=2")
    return result
