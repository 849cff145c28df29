"""The verbs of the issuing room: approve or return, make cards, arrange rounds, hand over, revoke; and what
others ask.
"""

from __future__ import annotations

from tannha.issue.chip_texts import shown as chip_fact
from tannha.issue.devices.own_authority import OwnList, own_list, trusted_here
from tannha.issue.service.approval import (
    approve_packet,
    count_returned,
    list_packets_to_approve,
    return_packet,
    show_packet,
    show_returned,
)
from tannha.issue.service.cards import (
    count_cards,
    find_card,
    find_card_by_number,
    is_carried_by,
    list_cards_of,
    show_card,
    show_cards_waiting,
)
from tannha.issue.service.chips import ChipView, lend_chip, show_chip, write_chip
from tannha.issue.service.handover import (
    ReceiptView,
    arrange_round,
    hand_over,
    list_carriers,
    show_handover,
    show_receipt,
)
from tannha.issue.service.personalise import count_to_make, list_to_make, make_cards
from tannha.issue.service.revoke import revoke_card
from tannha.issue.service.seals import seal_of_card, seal_of_receipt, seal_of_slip
from tannha.issue.service.today import today_rows

__all__ = [
    "ChipView",
    "OwnList",
    "ReceiptView",
    "approve_packet",
    "arrange_round",
    "chip_fact",
    "count_cards",
    "count_returned",
    "count_to_make",
    "find_card",
    "find_card_by_number",
    "hand_over",
    "is_carried_by",
    "lend_chip",
    "list_cards_of",
    "list_carriers",
    "list_packets_to_approve",
    "list_to_make",
    "make_cards",
    "own_list",
    "return_packet",
    "revoke_card",
    "seal_of_card",
    "seal_of_receipt",
    "seal_of_slip",
    "show_card",
    "show_cards_waiting",
    "show_chip",
    "show_handover",
    "show_packet",
    "show_receipt",
    "show_returned",
    "today_rows",
    "trusted_here",
    "write_chip",
]
