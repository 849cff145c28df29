"""The judges behind ``plan/check.py``: one file for each kind of rule. Shares no code with any solver."""
