"""The online identity that a card opens. No account can be opened yet: it comes with a later change."""
