"""How the demo ward comes to be: stages of steps, each step one verb of a room, acting as whoever may do it."""
