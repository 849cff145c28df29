"""Pure decisions of canvassing: where a case stands, when to knock, who can be planned how."""
