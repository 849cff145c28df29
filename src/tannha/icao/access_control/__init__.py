"""How a reader comes to talk to a chip and how the chip proves itself: BAC, PACE, Chip and Active Authentication.

Doc 9303-11. Each module holds the arithmetic of both sides as pure functions; who sends what when stands in `chip` and
`reader`.
"""
