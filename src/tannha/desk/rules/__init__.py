"""Decisions of the desk: what a scanned text says, what can be told of it, what is enough. Pure."""
