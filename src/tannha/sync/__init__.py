"""Envelopes between kits and the ward; knows no contents. Nothing travels yet: kits come with a later change."""
