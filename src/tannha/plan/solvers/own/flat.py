"""How compiled code reads the one list of integers: as a bare address.

At every access an array of numba asks whether the index is negative, and at every call it counts who holds it; the
kernel needs neither. Without them it does 1.7 to 2.4 times as many iterations a second (docs/decisions). What the
first numbers of the list tell (sizes, and where tables begin) stays the same while the kernel runs and is read as
such. Only imported where numba is installed; nothing here is called by the interpreted gear.
"""

from __future__ import annotations

import importlib
import operator
from typing import Any

from tannha.plan.solvers.own import anneal
from tannha.plan.solvers.own import state as at

numba: Any = importlib.import_module("numba")
extending: Any = importlib.import_module("numba.extending")
llvm: Any = importlib.import_module("llvmlite.ir")
BYTES = 8


class Flat(numba.types.CPointer):  # type: ignore[misc]  # numba tells no types.
    """The type of the list in compiled code: the address of its first number (64 bits each)."""

    def __init__(self) -> None:
        super().__init__(numba.types.int64)
        self.name = "Flat"


extending.register_model(Flat)(extending.models.PointerModel)


@extending.lower_builtin(operator.getitem, Flat, numba.types.Integer)  # type: ignore[untyped-decorator]
def read(_context: Any, builder: Any, _signature: Any, values: Any) -> Any:
    """``s[index]`` without a question; sizes and beginnings of tables are marked as never changing."""
    first, index = values
    number = builder.load(builder.gep(first, [index], inbounds=True))
    if isinstance(index, llvm.Constant) and stays(index.constant):
        number.set_metadata("invariant.load", builder.module.add_metadata([]))
    return number


@extending.lower_builtin(operator.setitem, Flat, numba.types.Integer, numba.types.Any)  # type: ignore[untyped-decorator]
def write(context: Any, builder: Any, signature: Any, values: Any) -> None:
    """``s[index] = number``."""
    first, index, number = values
    number = context.cast(builder, number, signature.args[2], numba.types.int64)
    builder.store(number, builder.gep(first, [index], inbounds=True))


def stays(index: int) -> bool:
    """Whether the number at this place of the list is never written by the kernel."""
    return index <= at.NOTES or at.TABLES <= index < at.TABLES + len(at.FIELDS)


@extending.intrinsic  # type: ignore[untyped-decorator]
def address(_context: Any, array: Any) -> Any:
    """The list of an array, which the caller keeps alive."""

    def found(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return context.make_array(signature.args[0])(context, builder, values[0]).data

    return Flat()(array), found


@extending.intrinsic  # type: ignore[untyped-decorator]
def move(_context: Any, flat: Any, _target: Any, _source: Any, _count: Any) -> Any:
    """Copy ``count`` numbers within the list, ``move(s, target, source, count)``."""
    whole = numba.types.int64

    def moved(context: Any, builder: Any, _signature: Any, values: Any) -> Any:
        first, target, source, count = values
        byte, wide = llvm.IntType(8).as_pointer(), llvm.IntType(64)
        function = builder.module.declare_intrinsic("llvm.memmove", [byte, byte, wide])
        ends = [builder.bitcast(builder.gep(first, [place]), byte) for place in (target, source)]
        length = builder.mul(count, llvm.Constant(wide, BYTES))
        builder.call(function, [*ends, length, llvm.Constant(llvm.IntType(1), 0)])
        return context.get_dummy_value()

    return numba.types.void(flat, whole, whole, whole), moved


@extending.overload(anneal.copy)  # type: ignore[untyped-decorator]
def copy(s: Any, source: Any, target: Any, first: Any, last: Any) -> Any:
    """What ``anneal.copy`` is in compiled code."""

    def copied(s: Any, source: Any, target: Any, first: Any, last: Any) -> None:
        move(s, first + target, first + source, last - first)

    return copied


@numba.njit(cache=True)  # type: ignore[untyped-decorator]
def work(array: Any, what: int, first: int, count: int, whole: int) -> None:
    """``anneal.work`` on an array of 64-bit integers."""
    anneal.work(address(array), what, first, count, whole)
