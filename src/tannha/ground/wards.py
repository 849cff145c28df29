"""Which ward this data folder is of."""

from __future__ import annotations

from uuid import UUID

from tannha.ground.models import AdminArea


def folder_ward_id() -> UUID | None:
    """The ward of this data folder, for what is asked without an actor; None in a new folder."""
    return AdminArea.objects.order_by("valid_from", "id").values_list("id", flat=True).first()
