"""Pages of canvassing: walks and visits, families' wishes, requests."""
