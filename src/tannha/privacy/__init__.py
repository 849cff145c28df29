"""The resident's rights: requests with their clocks, who looked at whom.

Its pages come with a later change; the journal already names every person shown.
"""
