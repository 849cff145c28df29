"""The ground every room stands on: ids, dates, names, law as dated data, access, journal, keys. Knows no room."""
