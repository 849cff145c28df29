"""Coverage, waiting and officers' hours: looks on, read-only."""
