"""Pure decisions of residents' rights: what may be asked, the clocks of the law, the register of purposes."""
