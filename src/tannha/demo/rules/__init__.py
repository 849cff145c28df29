"""Pure rules of the demo: who lives in the invented ward, in which homes, with which papers."""
