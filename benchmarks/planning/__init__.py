"""The planner measured: readers of public instances, an independent judge of their routes, the engines."""
