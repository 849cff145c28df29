"""Contracts signed with the identity of the card. Nothing can be signed yet: it comes with a later change."""
