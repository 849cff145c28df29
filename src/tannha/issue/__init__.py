"""From an approved packet to a card in the hand: approval, personalisation, handover, revocation."""
