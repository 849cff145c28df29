"""Decisions of the issuing room: how long a card lasts, what is written on it, who may receive it. Pure."""
