"""Frozen value types and pure decisions of the plan room. No Django, no clock, no files."""
