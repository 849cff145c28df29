"""Enrolment: capturing one person in the lawful order, gently, with lawful exceptions, into a sealed
packet.
"""
