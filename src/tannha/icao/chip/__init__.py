"""The card's side: a chip image, and the applet that answers a reader with it, command by command (Doc 9303-10, -11).

The applet is an object with `transmit(bytes) -> bytes`; the same one serves tests in memory and the virtual reader.
"""
