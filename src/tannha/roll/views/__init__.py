"""Pages of the roll: lists taken in, residents, changes and proposals, doubles, groups and tables."""
