"""The resident's rights: requests with their clocks, who looked at whom, incidents, the register of purposes."""
