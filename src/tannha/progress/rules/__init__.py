"""Pure reckoning of waiting, coverage and hours."""
