"""Who lives where, as known to the office: lists come in here, people are found here, likely doubles show here."""
