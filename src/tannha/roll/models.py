"""Tables of the roll: groups, households, residents with their numbers and documents, and the imports that wrote them.

Rows of an import carry its id and are seen only once the import is accepted; `objects` hides the others. Natural keys
hold the ward, so that two wards in one store never meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from tannha.ground.fields import PartialDateField
from tannha.ground.ids import new_id
from tannha.roll.table_models import NamesTable as NamesTable
from tannha.roll.table_models import Restriction as Restriction

if TYPE_CHECKING:
    from uuid import UUID


class ImportState(models.TextChoices):
    """Where an import stands."""

    READING = "reading"
    STAGED = "staged"
    WAITING = "waiting"
    WRITING = "writing"
    ACCEPTED = "accepted"
    UNDONE = "undone"
    REFUSED = "refused"


class ImportBatch(models.Model):
    """One file on its way into the roll: what was read, what was decided, whether it counts, how far the worker is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.STAGED)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    decisions = models.JSONField(default=dict)
    refusal_code = models.CharField(max_length=60, blank=True)
    staged_at = models.DateTimeField()
    staged_by = models.ForeignKey("ground.User", null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    written = models.PositiveIntegerField(default=0)
    to_write = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    rows_compared = models.PositiveIntegerField(default=0)
    writer = models.CharField(max_length=120, blank=True)
    touched_at = models.DateTimeField(null=True)
    continues = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="continued_by")

    class Meta:
        """Newest last; at most one import of a ward is being written."""

        ordering = ["staged_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ward"], condition=Q(state="writing"), name="roll_one_import_writing"
            )
        ]


class ImportFile(models.Model):
    """The bytes of a file, kept encrypted until the import is done with; apart, so that lists stay light."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, related_name="file")
    kept = models.BinaryField()


class ColumnMemory(models.Model):
    """Which of our fields a ward's own headings meant last time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    headings_key = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        """One memory per set of headings."""

        constraints = [
            models.UniqueConstraint(fields=["ward", "headings_key"], name="roll_memory_ward_headings")
        ]


class Valid(models.Manager):  # type: ignore[type-arg] # shared by several tables
    """Rows that count: written by hand, or by an import that was accepted and not undone."""

    def get_queryset(self) -> models.QuerySet:  # type: ignore[type-arg] # shared by several tables
        """Leave out what an unfinished or undone import wrote."""
        return (
            super()
            .get_queryset()
            .filter(Q(import_batch__isnull=True) | Q(import_batch__state=ImportState.ACCEPTED))
        )


class Living(Valid):
    """Residents that count and were not found to be the same person as another row."""

    def get_queryset(self) -> models.QuerySet:  # type: ignore[type-arg] # as the manager it builds on
        """Leave out rows joined into another."""
        return super().get_queryset().exclude(status="merged")


class ResidentialGroup(models.Model):
    """A residential group (tổ dân phố)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    number = models.PositiveSmallIntegerField(null=True)
    import_batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.PROTECT, related_name="+")

    objects = Valid()
    every = models.Manager()

    class Meta:
        """Numbered groups first, in order."""

        ordering = ["number", "name"]
        constraints = [models.UniqueConstraint(fields=["ward", "name"], name="roll_group_ward_name")]

    def __str__(self) -> str:
        """As written: "Tổ 12"."""
        return self.name


class Household(models.Model):
    """One door: the address as written, and what it says about tower, floor, flat or alley."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+", db_index=False)
    group = models.ForeignKey(
        ResidentialGroup, null=True, on_delete=models.PROTECT, related_name="households"
    )
    address = models.CharField(max_length=300, blank=True)
    address_key = models.CharField(max_length=200)
    tower = models.CharField(max_length=80, blank=True)
    floor = models.SmallIntegerField(null=True)
    flat = models.CharField(max_length=20, blank=True)
    house_number = models.CharField(max_length=40, blank=True)
    alley = models.CharField(max_length=200, blank=True)
    has_lift = models.BooleanField(null=True)
    import_batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.PROTECT, related_name="+")

    objects = Valid()
    every = models.Manager()

    class Meta:
        """One door once in a ward; towers by floor and flat."""

        ordering = ["tower", "alley", "floor", "flat", "house_number"]
        constraints = [
            models.UniqueConstraint(fields=["ward", "address_key"], name="roll_household_ward_address"),
            models.CheckConstraint(
                condition=Q(floor__isnull=True) | Q(floor__gte=-5, floor__lte=120),
                name="roll_household_floor",
            ),
        ]
        indexes = [models.Index(fields=["ward", "tower", "floor"], name="roll_household_tower")]

    def __str__(self) -> str:
        """The address as written."""
        return self.address

    @property
    def door(self) -> str:
        """What stands on the door: the flat, else the number of the house, else the whole address."""
        return self.flat or self.house_number or self.address


class Resident(models.Model):
    """One person as the office knows them. A number is never demanded, and never has to be unique."""

    class Sex(models.TextChoices):
        """As the documents state it."""

        MALE = "male"
        FEMALE = "female"
        UNKNOWN = "unknown"

    class Status(models.TextChoices):
        """Whether the person lives here; merged: the same person as another row, which stands for both."""

        PRESENT = "present"
        MOVED_OUT = "moved_out"
        DECEASED = "deceased"
        MERGED = "merged"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+", db_index=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="residents")
    group = models.ForeignKey(
        ResidentialGroup, null=True, on_delete=models.PROTECT, related_name="residents", db_index=False
    )
    full_name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    name_sort = models.CharField(max_length=255)
    spoken_name = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=8, choices=Sex.choices, default=Sex.UNKNOWN)
    birth = PartialDateField()
    birth_year = models.PositiveSmallIntegerField(null=True)
    personal_number = models.CharField(max_length=12, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PRESENT)
    phone = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)
    row_key = models.CharField(max_length=32, blank=True)
    changes = models.PositiveIntegerField(default=0)
    import_batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.PROTECT, related_name="+")

    objects = Living()
    counted = Valid()
    every = models.Manager()

    class Meta:
        """Found by number, or by group and birth year; a number has twelve digits or is not known.

        No index more than these: an import pays for each with every row.
        """

        ordering = ["name_sort"]
        constraints = [
            models.CheckConstraint(
                condition=Q(personal_number="") | Q(Exact(Length(F("personal_number")), 12)),
                name="roll_resident_number_length",
            ),
            models.CheckConstraint(
                condition=Q(sex__in=["male", "female", "unknown"]), name="roll_resident_sex"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["present", "moved_out", "deceased", "merged"]),
                name="roll_resident_status",
            ),
        ]
        indexes = [
            models.Index(fields=["ward", "personal_number"], name="roll_resident_number"),
            models.Index(fields=["group", "birth_year"], name="roll_resident_search"),
        ]

    if TYPE_CHECKING:
        household_id: UUID
        group_id: UUID | None
        ward_id: UUID

    def __str__(self) -> str:
        """Nothing personal: exception texts and logs may hold this."""
        return f"resident {self.pk}"


class ResidentNumber(models.Model):
    """A number the person had or has besides the current one: old nine-digit numbers, cancelled personal numbers."""

    class Kind(models.TextChoices):
        """What sort of number."""

        CMND9 = "cmnd9"
        FORMER = "former"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+", db_index=False)
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="numbers", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = models.CharField(max_length=12)

    class Meta:
        """Searchable; once per person."""

        constraints = [models.UniqueConstraint(fields=["resident", "kind", "value"], name="roll_number_once")]
        indexes = [models.Index(fields=["ward", "value"], name="roll_number_value")]


class HeldDocument(models.Model):
    """A document the person is known to hold, kept as it says; from `ended_on` on it is revoked or replaced."""

    class Kind(models.TextChoices):
        """From nothing to the chip card."""

        NONE = "none"
        CMND9 = "cmnd9"
        CMND12 = "cmnd12"
        BARCODE = "barcode"
        CHIP = "chip"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    no_expiry = models.BooleanField(default=False)
    noted_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        """Oldest first; a document without end has no last day."""

        ordering = ["noted_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(no_expiry=False) | Q(expires_on__isnull=True), name="roll_document_end"
            )
        ]


class Representative(models.Model):
    """Acts by law for the person, with a document. Never mixed with family who helps."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="representatives")
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)
    relation = models.CharField(max_length=80, blank=True)
    document = models.CharField(max_length=200)
    noted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """No representative without a document."""

        ordering = ["noted_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(document=""), name="roll_representative_document")]


class Supporter(models.Model):
    """Family or neighbour who helps; has no legal power."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="supporters")
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)
    relation = models.CharField(max_length=80, blank=True)
    noted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Oldest first."""

        ordering = ["noted_at", "id"]


class Correction(models.Model):
    """One value changed: what it was, what it is, on which evidence, by whom."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=40)
    old_value = models.CharField(max_length=300, blank=True)
    new_value = models.CharField(max_length=300, blank=True)
    evidence = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("ground.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """In the order they were made; never without evidence."""

        ordering = ["made_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(evidence=""), name="roll_correction_evidence")]


class LookUp(models.Model):
    """That somebody looked somebody up, and whether anyone was found; what the limits count."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("ground.User", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    found = models.BooleanField()

    class Meta:
        """Counted per person and per ward by time."""

        indexes = [
            models.Index(fields=["user", "at"], name="roll_look_up_user"),
            models.Index(fields=["ward", "at"], name="roll_look_up_ward"),
        ]


class GroupHead(models.Model):
    """Who leads a residential group, from which day to which; one at a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(ResidentialGroup, on_delete=models.PROTECT, related_name="heads")
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("ground.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """The present head last; never two at once."""

        ordering = ["since", "noted_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["group"], condition=Q(until=None), name="roll_one_head"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="roll_head_days"),
        ]


class Proposal(models.Model):
    """A change somebody saw at a door; nothing changes before a supervisor decides."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    act_id = models.UUIDField(unique=True, default=new_id)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    resident = models.ForeignKey(Resident, null=True, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=10)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    evidence = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("ground.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("ground.User", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    if TYPE_CHECKING:
        resident_id: UUID | None
        proposed_by_id: UUID | None

    class Meta:
        """Oldest first; declined only with a reason."""

        ordering = ["proposed_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(evidence=""), name="roll_proposal_evidence"),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="roll_proposal_reason"
            ),
        ]
        indexes = [models.Index(fields=["ward", "state", "proposed_at"], name="roll_proposal_state")]


class Merge(models.Model):
    """Two rows found to be one person. `state` holds what it takes to undo it to the letter."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="merged_by")
    state = models.JSONField(default=dict)
    evidence = models.CharField(max_length=200)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey("ground.User", null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("ground.User", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    if TYPE_CHECKING:
        kept_id: UUID
        merged_id: UUID

    class Meta:
        """A row is joined into one other at most; never into itself."""

        ordering = ["merged_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_at=None), name="roll_merged_once"),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="roll_merge_two"),
        ]


class TwoPeople(models.Model):
    """Two rows that look alike and are two people, as somebody found out; they are not offered again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    one = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=200)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("ground.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Each pair once, the smaller id first."""

        constraints = [models.UniqueConstraint(fields=["one", "other"], name="roll_two_people_once")]
