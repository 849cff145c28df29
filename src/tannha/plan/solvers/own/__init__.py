"""The own engine: ruin and recreate over legs, with exact times and machine slots inside the same search.

Slack induction by string removals (Christiaens and Vanden Berghe 2020), moved from customers to legs. The
kernel (``schedule``, ``insert``, ``slots``, ``ruin``, ``walkers``, ``anneal``) is plain functions over flat
integer lists: the same functions run interpreted, or compiled by numba over arrays (``gears``).
"""
