"""Pure ICAO Doc 9303: bytes and letters in, bytes and letters out. No Django, clock, files or network."""
