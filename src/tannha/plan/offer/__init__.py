"""The offer: which times one caller can be promised now, out of the kept plans of the coming days. Pure.

``asking`` holds what comes in and goes out, ``reserve`` what is held for later callers, ``standing`` a kept day made
ready for questions, ``places`` the single insertions, ``choosing`` the three choices and taking one of them.
"""
