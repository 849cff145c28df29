"""`tannha plan solve` and `tannha plan warm`: the engine on files. Needs no store."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from tannha.ground.command import JsonOption, Stopped, answer, command, say, told
from tannha.plan.commands.live import refuse_unlawful
from tannha.plan.explain import explain_all, with_reasons
from tannha.plan.files import InstanceFile, read_instance, read_plan, stopped_for, write_file
from tannha.plan.live.replan import carry_on
from tannha.plan.live.standing import UNDER_WAY, is_under_way
from tannha.plan.rules.instance import PlanInstance, encode_instance
from tannha.plan.rules.plan import Plan, encode_plan
from tannha.plan.rules.wire import BadInput, to_plain
from tannha.plan.solvers.greedy import Greedy
from tannha.plan.solvers.own import gears
from tannha.plan.solvers.own.bound import Proof, proof_of
from tannha.plan.solvers.own.engine import Search, solve_within

MOST_ITERATIONS = 100_000_000
LONGEST_BUDGET = 86_400


class Engine(StrEnum):
    """Which engine makes the plan."""

    OWN = "own"
    GREEDY = "greedy"


@command
def solve(
    instance_file: InstanceFile,
    out: Annotated[Path, typer.Option("--out", metavar="PLAN.json", help="Where the plan is written.")],
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same plan.")] = 0,
    budget: Annotated[float | None, typer.Option("--budget", help="How long to search, in seconds.")] = None,
    iterations: Annotated[
        int | None, typer.Option("--iterations", help="How many iterations; repeats a plan to the byte.")
    ] = None,
    engine: Annotated[Engine, typer.Option("--engine", help="The engine.")] = Engine.OWN,
    start: Annotated[
        Path | None,
        typer.Option(
            "--start",
            metavar="PLAN.json",
            help="The plan in force: needed for a day under way, which is carried on.",
        ),
    ] = None,
    gear: Annotated[str, typer.Option("--gear", help="auto, interpreted or compiled.")] = "auto",
    progress: Annotated[bool, typer.Option("--progress", help="Tell the best score as it falls.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Solve a day from its file and write the plan, with a reason for everybody who is not placed.

    On a day under way what has begun and what was promised stays; its day is written beside the plan. Ctrl-C
    ends the search and keeps its best plan.
    """
    _refuse_odd(budget, iterations, gear)
    instance = read_instance(instance_file)
    if is_under_way(instance):
        return _carried_on(instance_file, instance, start, out, seed, iterations or 0, gear, as_json=as_json)
    if start is not None:
        raise Stopped(told("start: this day is not under way.", "start: ngày này không đang diễn ra."))
    say(told(f"{len(instance.clients)} people to place", f"Xếp {len(instance.clients)} người"))
    record: dict[str, object] = {"gear": gears.INTERPRETED}
    if engine is Engine.GREEDY:
        plan = Greedy().solve(instance, seed=seed)
    else:
        plan, record = _searched(instance, out, seed, budget, iterations, gear, progress)
    plan = explain_all(instance, plan)
    write_file(out, encode_plan(plan))
    result = {"engine": plan.engine, "unserved": len(plan.unserved), "iterations": plan.iterations}
    proof = proof_of(instance, plan)
    result |= {"seed": seed, "score": to_plain(plan.score), **record, **bound_and_gap(proof)}
    said = said_of_proof(proof)
    text = told(
        f"Written: {out.name}. {len(plan.unserved)} people are not placed. {said}",
        f"Đã ghi {out.name}. {len(plan.unserved)} người chưa được xếp. {said}",
    )
    answer(result, as_json=as_json, text=text)
    return 0


def _carried_on(
    instance_file: Path, instance: PlanInstance, start: Path | None, out: Path, seed: int, iterations: int, gear: str,
    *, as_json: bool,
) -> int:  # fmt: skip
    """The rest of a day under way, by the machinery of the live day: every promise kept, nothing begun moved."""
    if start is None:
        raise stopped_for(instance_file, UNDER_WAY)
    plan, chosen = read_plan(start), gears.gear_named(gear)
    try:
        refuse_unlawful(start, instance, plan)
        found = carry_on(instance, plan, seed=seed, iterations=iterations, gear=chosen)
    except BadInput as bad:
        raise stopped_for(start if bad.field == "instance_digest" else instance_file, bad) from None
    made = with_reasons(found.instance, found.plan)
    write_file(out.with_name(f"{out.stem}.day.json"), encode_instance(found.instance))
    write_file(out, encode_plan(made))
    result = {
        "engine": made.engine, "unserved": len(made.unserved), "iterations": made.iterations, "seed": seed,
        "score": to_plain(made.score), "gear": chosen.name, "carried_on": True,
    }  # fmt: skip
    text = told(
        f"Written: {out.name} and its day. {len(made.unserved)} people are not placed; what has begun stays.",
        f"Đã ghi {out.name} và ngày của nó. {len(made.unserved)} người chưa được xếp; việc đã bắt đầu giữ nguyên.",
    )
    answer(result, as_json=as_json, text=text)
    return 0


def _refuse_odd(budget: float | None, iterations: int | None, gear: str) -> None:
    for name, number, most in (
        ("budget", budget, LONGEST_BUDGET),
        ("iterations", iterations, MOST_ITERATIONS),
    ):
        if number is not None and number > most:
            raise Stopped(told(f"{name}: more than {most}.", f"{name}: lớn hơn {most}."))
        if number is not None and not number > 0:
            raise Stopped(told(f"{name}: not above zero.", f"{name}: phải lớn hơn không."))
    if budget is not None and iterations is not None:
        raise Stopped(
            told(
                "budget: give either it or iterations.",
                "budget: chỉ cho một trong hai, budget hoặc iterations.",
            )
        )
    if gear not in ("auto", gears.INTERPRETED, gears.COMPILED):
        raise Stopped(told(f"gear: {gear} is not known.", f"gear: không có {gear}."))
    if gear == gears.COMPILED and not gears.has_numba():
        raise Stopped(told("gear: numba is not installed.", "gear: chưa cài numba."))


def _searched(
    instance: PlanInstance, out: Path, seed: int, budget: float | None, iterations: int | None, gear: str,
    progress: bool,
) -> tuple[Plan, dict[str, object]]:  # fmt: skip
    began = time.perf_counter()
    chosen = gears.gear_named(gear)
    if chosen.name == gears.INTERPRETED and gear == "auto":
        warm_in_background()
    search = Search(instance, seed=seed, gear=chosen)
    first = search.best(settled=False)
    write_file(out, encode_plan(first))
    first_after = time.perf_counter() - began
    if progress:
        _tell(search, first)
    kept = _Kept(out=out, best=first, progress=progress)
    with asked_to_stop() as asked:
        if iterations is None:
            plan = solve_within(
                search, budget or 1.0, should_stop=asked.is_set, on_progress=kept.note, gears=gear == "auto"
            )
        else:
            plan = _counted(search, iterations, kept, asked.is_set)
    if progress:
        _tell(search, plan)
    record: dict[str, object] = {
        "gear": search.gear.name, "first_plan_seconds": round(first_after, 2),
    }  # fmt: skip
    if asked.is_set():
        write_file(out, encode_plan(plan))
        say(told("Stopped; the best plan so far is kept.", "Đã dừng; giữ lịch tốt nhất đến lúc này."))
        record["stopped"] = True
    return plan, record


@contextmanager
def asked_to_stop() -> Iterator[threading.Event]:
    """While it lasts the first Ctrl-C only sets the event, so that a search ends between two steps with its best
    plan; the second stops the command as ever."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return
    before = signal.getsignal(signal.SIGINT)

    def note(number: int, frame: FrameType | None) -> None:
        asked.set()
        signal.signal(number, before)

    if callable(before):
        signal.signal(signal.SIGINT, note)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


@dataclass(slots=True, kw_only=True)
class _Kept:
    """The best plan so far on the disk, so that a search killed in the middle leaves it; told when asked for."""

    out: Path
    best: Plan
    progress: bool
    written_at: float = field(default_factory=time.perf_counter)

    def note(self, search: Search, plan: Plan) -> None:
        """Tell a plan, and write it where it is better and half a second has passed since the last time."""
        if self.progress:
            _tell(search, plan)
        if plan.score.total < self.best.score.total and time.perf_counter() - self.written_at > 0.5:
            write_file(self.out, encode_plan(plan))
            self.best, self.written_at = plan, time.perf_counter()


def _counted(search: Search, iterations: int, kept: _Kept, should_stop: Callable[[], bool]) -> Plan:
    told_at = time.perf_counter()
    step = 8 if search.gear.name == gears.INTERPRETED else 500
    while search.done < iterations and not should_stop():
        search.run(step, iterations)
        if time.perf_counter() - told_at > 0.2:
            told_at = time.perf_counter()
            kept.note(search, search.best(settled=False))
    return search.best(settled=True)


def bound_and_gap(proof: Proof) -> dict[str, object]:
    """The bound of the total, the gap to it in per cent, whether the bound is weak, whether no plan serves more."""
    return {
        "bound": proof.total,
        "bound_weight": proof.unserved_weight,
        "gap_percent": proof.gap_percent,
        "weak_bound": proof.is_weak,
        "proved": proof.proved,
    }


def said_of_proof(proof: Proof) -> str:
    """What a bound says of a plan, in a sentence; a weak one is told as weak."""
    if proof.proved:
        return told("Proved: no plan leaves out less.", "Đã chứng minh: không lịch nào bỏ sót ít hơn.")
    gap, least = proof.gap_percent, proof.unserved_weight
    if proof.is_weak:
        return told(
            f"Weak bound: every plan leaves out weight {least} at least, {gap} % below; this one may be the best.",
            f"Cận yếu: lịch nào cũng bỏ sót ít nhất trọng số {least}, thấp hơn {gap} %; lịch này có thể đã tốt nhất.",
        )
    return told(
        f"Not proved: every plan leaves out weight {least} at least, {gap} % below this one.",
        f"Chưa chứng minh: lịch nào cũng bỏ sót ít nhất trọng số {least}, dưới lịch này {gap} %.",
    )


def _tell(search: Search, plan: Plan) -> None:
    price = search.instance.settings.unserved_price
    score, proof = plan.score, proof_of(search.instance, plan, search.bound // price if price else 0)
    strength = "  proved" if proof.proved else "  weak" if proof.is_weak else ""
    say(
        f"{search.gear.name} {search.done:>8}  O1 {score.promises_broken_weight}  O2 {score.unserved_weight}"
        f"  O3 {score.promises_moved}  O4 {score.cost_seconds // 60}  O5 {score.spread_seconds // 60}"
        f"  total {score.total}  bound {proof.total}  gap {proof.gap_percent} %{strength}"
    )


def warm_in_background() -> None:
    """Start compiling in a child of low priority, if numba is there and nothing lies ready; never waits."""
    if not gears.has_numba() or gears.is_warm():
        return
    subprocess.Popen(
        [sys.executable, "-m", "tannha.plan.solvers.own.warming"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


@command
def warm(as_json: JsonOption = False) -> int:
    """Compile the engine in a child process and keep the result, so that later searches start in a moment."""
    if not gears.has_numba():
        raise Stopped(
            told(
                "numba is not installed; the engine works without it, only slower.",
                "Chưa cài numba; bộ xếp lịch vẫn chạy, chỉ chậm hơn.",
            )
        )
    began = time.perf_counter()
    if not gears.is_warm():
        say(told("Compiling; this takes up to a minute.", "Đang biên dịch, có thể mất một phút."))
        done = subprocess.run([sys.executable, "-m", "tannha.plan.solvers.own.warming"], check=False)
        if done.returncode != 0 or not gears.is_warm():
            raise Stopped(
                told("Compiling did not work; plans are made interpreted.", "Không biên dịch được.")
            )
    seconds = round(time.perf_counter() - began, 1)
    answer(
        {"warm": True, "seconds": seconds}, as_json=as_json, text=told("Ready.", "Đã sẵn sàng."),
    )  # fmt: skip
    return 0
