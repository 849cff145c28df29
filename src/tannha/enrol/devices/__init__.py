"""Where samples come from. Today: files that a capture device saved; instruments themselves come later."""
