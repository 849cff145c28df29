"""Pages of the fleet: who is on duty when, and what there is."""
