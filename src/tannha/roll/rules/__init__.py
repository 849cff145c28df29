"""Pure decisions of the roll: what a cell, a row and a file mean, who may be the same person, whose card is due."""
