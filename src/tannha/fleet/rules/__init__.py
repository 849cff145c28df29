"""Pure decisions of the fleet: hours against limits, who can reach a machine."""
