"""Pages of planning: the day and its promises, the day under way, offers, the drive over weeks, pictures."""
