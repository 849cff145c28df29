"""Things outside the program that the issuing room works with; one file each."""
