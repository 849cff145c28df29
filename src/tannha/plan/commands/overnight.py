"""`tannha plan overnight`: the kept plans of the coming days searched anew inside what was promised."""

from __future__ import annotations

from typing import Annotated

import typer

from tannha.ground.command import DataOption, JsonOption, Stopped, answer, command, opened, say, told

MOST_ITERATIONS, MOST_DAYS = 10_000_000, 60


@command
def overnight(
    data: DataOption = None,
    days: Annotated[int, typer.Option("--days", help="How many coming days are looked at.")] = 14,
    iterations: Annotated[
        int, typer.Option("--iterations", help="For each search; 0 takes the engine's own number.")
    ] = 0,
    as_json: JsonOption = False,
) -> int:
    """Search the plans of the coming days anew inside their promises, for the night. Nobody is told anything new."""
    if not 1 <= days <= MOST_DAYS:
        raise Stopped(told(f"days: not between 1 and {MOST_DAYS}.", f"days: phải từ 1 đến {MOST_DAYS}."))
    if not 0 <= iterations <= MOST_ITERATIONS:
        raise Stopped(told("iterations: not a number of searches.", "iterations: không phải số lượt tìm."))
    with opened(data) as console:
        from tannha.ground.clock import local_day
        from tannha.plan import service

        today, ward = local_day(console.now), console.actor.ward_id
        nights = []
        for on in service.days_to_search(ward, today, days):
            night = service.search_overnight(console.actor, on=on, iterations=iterations, now=console.now)
            nights.append(night)
            minutes = night.saved_seconds // 60
            say(
                told(f"{on}: {minutes} minutes less, {night.served_more} people more.",
                     f"{on}: bớt {minutes} phút, thêm {night.served_more} người.")
                if night.better
                else told(f"{on}: the kept plan stays.", f"{on}: giữ kế hoạch đang có.")
            )  # fmt: skip
        better = sum(night.better for night in nights)
        result = {
            "searched": len(nights), "better": better,
            "days": [
                {"on": night.on.isoformat(), "better": night.better, "saved_seconds": night.saved_seconds,
                 "served_more": night.served_more}
                for night in nights
            ],
        }  # fmt: skip
        text = told(
            f"{len(nights)} days searched, {better} plans are better. Every promise stays.",
            f"Đã tìm {len(nights)} ngày, {better} kế hoạch tốt hơn. Mọi lời hẹn giữ nguyên.",
        )
        answer(result, as_json=as_json, text=text)
    return 0
