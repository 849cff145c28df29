"""The reader's side: gets into any eMRTD, reads what it may, and says as separate facts what was shown (Doc 9303-11).

A transport is anything with `transmit(bytes) -> bytes`: a PC/SC reader, the applet in memory, a recording. Start at
`inspection.inspect`.
"""
