"""The desk of a hospital or contract office: checks a card and says what is known, fact by fact."""
