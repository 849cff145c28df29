"""Travel times: where they come from and how they are looked up. Pure."""
