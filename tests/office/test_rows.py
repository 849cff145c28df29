"""A backup holds every row, also those that the rooms' own lists leave out."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from django.apps import apps
from django.db import connection

from tannha.ground.dates import PartialDate
from tannha.ground.models import AdminArea
from tannha.office.backups.rows import kept_models, lines
from tannha.roll.models import Household, ImportBatch, Resident

pytestmark = pytest.mark.django_db


def test_rows_of_undone_imports_and_merged_people_are_in_the_backup(ward: AdminArea, now: datetime) -> None:
    undone = ImportBatch.objects.create(ward=ward, state="undone", file_name="x", digest="", staged_at=now)
    home = Household.every.create(ward=ward, address="P1", address_key="p1", import_batch=undone)
    names = {"full_name": "A", "name_key": "a", "name_sort": "a", "birth": PartialDate(year=1947)}
    hidden = Resident.every.create(ward=ward, household=home, import_batch=undone, **names)
    merged = Resident.every.create(ward=ward, household=home, status="merged", **names)
    kept = {json.loads(line)[0] for line in lines(Resident)}
    assert kept == {str(hidden.pk), str(merged.pk)}
    assert not Resident.objects.filter(pk=hidden.pk).exists()


def test_every_table_of_ours_is_kept_whole(ward: AdminArea, now: datetime) -> None:
    for model in kept_models(apps):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(model._meta.db_table)}")
            assert len(list(lines(model))) == cursor.fetchone()[0], model
