"""The back room: accounts and roles, settings, the journal. It sees no residents."""
