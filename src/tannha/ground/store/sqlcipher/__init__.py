"""Django database backend over `sqlcipher3`, which carries a SQLite with the fix of the WAL reset race."""
