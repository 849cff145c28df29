"""The top room of a demonstration: an invented ward, its cast, one-click sign-in and the tour.

Nothing imports this room. Its pages exist only where the data folder is a demo folder; a real ward has
none of it.
"""
