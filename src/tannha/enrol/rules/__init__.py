"""Pure decisions of enrolment.

Parts and fingers, the order of acts, gentle limits, signers, the packet's header.
"""
