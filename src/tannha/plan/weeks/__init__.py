"""Three weeks of calls, invented from a seed: the offer beside first come, first served, on the same people. Pure.

``calls`` invents the ward, its days and who calls when; ``following`` plays the calls under a policy and counts.
"""
