"""Ratios taken in one run: the candidates take turns, so that a busy machine slows all alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median

Work = Callable[[], object]


def seconds_of(work: Work) -> float:
    """Seconds that ``work`` took; the figure it measured itself where it returns a float."""
    start = time.perf_counter()
    told = work()
    taken = time.perf_counter() - start
    return told if isinstance(told, float) else taken


def take_turns(works: Mapping[str, Work], rounds: int) -> dict[str, float]:
    """Median seconds of each work over ``rounds`` interleaved rounds, after one to warm up."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds + 1):
        for name, work in works.items():
            seconds = seconds_of(work)
            if turn:
                taken[name].append(seconds)
    return {name: median(figures) for name, figures in taken.items()}


def print_table(title: str, seconds: Mapping[str, float], *, against: str, count: int = 1, unit: str = "") -> None:
    """One line each: milliseconds, ratio to ``against`` and, for ``count`` items, items a second."""
    width = max(len(name) for name in seconds)
    print(f"\n{title}")
    for name, figure in seconds.items():
        rate = f"{count / figure:12,.0f} {unit}/s" if unit else ""
        print(f"  {name:<{width}} {figure * 1000:10.2f} ms {figure / seconds[against]:8.2f} x{rate}")
