"""The page frame: base templates, parts, signing in, the lock curtain, languages. Knows no room."""
