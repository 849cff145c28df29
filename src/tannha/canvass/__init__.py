"""From door to door: cases, walks, visits, needs and good hours, and the limits that protect people."""
