"""The drive over weeks: how many of which group and kind on which day, from what the ward has. Pure.

``ward`` holds what comes in (``tannha-plan-drive/1``), ``quotas`` what goes out, ``programme`` the linear programme,
``rounding`` whole people, ``proving`` sampled days planned for real, ``making`` puts them together, ``papers`` the
calendar for groups and the rota for crews, ``invented`` a ward to try it on.
"""
