"""Where trust comes from: the CSCA certificates that somebody decided to trust, by State, and their lists. Pure.

For: passive authentication. Any object with the three questions of `TrustStore` will do; `Anchors` answers them from
certificates in memory. No State is built in. A link certificate is taken in only when a certificate already trusted
signed it (Doc 9303-12, 5.2.1). Not for: deciding whom to trust.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from tannha.icao.pki.certificates import Certificate
from tannha.icao.pki.revocation import RevocationList

SPECIMEN_WORD = "SPECIMEN"
"""An authority whose name holds this word signs specimens; the verdict says so, always."""


class TrustStore(Protocol):
    """Whom a checker trusts, State by State. Countries are two capitals, as certificates carry them."""

    def anchors_of(self, country: str) -> tuple[Certificate, ...]:
        """The trusted authorities of a State; empty when there is none."""

    def lists_of(self, country: str) -> tuple[RevocationList, ...]:
        """The revocation lists known of a State; empty when there is none."""

    def is_specimen(self, anchor: Certificate) -> bool:
        """Whether this authority signs specimens only."""


@dataclass(slots=True)
class Anchors:
    """A trust store in memory."""

    _anchors: dict[str, list[Certificate]] = field(default_factory=dict)
    _lists: dict[str, list[RevocationList]] = field(default_factory=dict)

    @classmethod
    def of(cls, certificates: Iterable[Certificate], lists: Iterable[RevocationList] = ()) -> Anchors:
        """Trust these authorities as they are, self-signed or not, and know these lists."""
        store = cls()
        for certificate in certificates:
            store._anchors.setdefault(certificate.country, []).append(certificate)
        for each in lists:
            store._lists.setdefault(each.country, []).append(each)
        return store

    def link(self, certificates: Iterable[Certificate]) -> tuple[Certificate, ...]:
        """Take in those certificates that a trusted authority of their State signed, to any length of chain; give
        them back."""
        waiting = list(certificates)
        taken: list[Certificate] = []
        while True:
            linked = [each for each in waiting if self._links(each)]
            if not linked:
                return tuple(taken)
            for each in linked:
                waiting.remove(each)
                self._anchors[each.country].append(each)
                taken.append(each)

    def _links(self, certificate: Certificate) -> bool:
        return certificate.is_ca and any(
            certificate.may_be_issued_by(anchor) and certificate.is_signed_by(anchor)
            for anchor in self._anchors.get(certificate.country, ())
        )

    def anchors_of(self, country: str) -> tuple[Certificate, ...]:
        """The trusted authorities of a State."""
        return tuple(self._anchors.get(country, ()))

    def lists_of(self, country: str) -> tuple[RevocationList, ...]:
        """The revocation lists known of a State."""
        return tuple(self._lists.get(country, ()))

    def is_specimen(self, anchor: Certificate) -> bool:
        """Whether the authority says of itself that it is one of specimens."""
        return SPECIMEN_WORD in anchor.shown_subject.upper()
