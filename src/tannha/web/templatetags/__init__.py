"""Template tags and filters of the page frame."""
