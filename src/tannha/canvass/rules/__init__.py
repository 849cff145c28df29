"""Pure decisions of canvassing: where a case stands, when a door may be knocked at, who can be planned how."""
