"""The back room: accounts, kits, settings, backups. Accounts are made by command until its pages come."""
