"""Machines, kits, teams, vehicles and who is on duty."""
