"""The day: who comes when, who is fetched, who is visited, and why."""
