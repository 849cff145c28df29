"""A peak day replayed: a discrete-event simulation that runs the program's own planner and rules. Pure.

No clock, no files, no Django: seed in, figures out. The loop (``loop``) knows nothing of people; the station
(``station``) and those who go out (``outdoors``) are handled event by event; ``policies`` says how three ways of
working begin the same day; ``replay`` runs them; ``figures`` counts what came of it.
"""
