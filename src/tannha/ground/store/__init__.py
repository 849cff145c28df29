"""The embedded store's engine and what it must be before it is trusted."""
