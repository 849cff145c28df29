"""Tables of the ground: wards, accounts, the journal."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from tannha.ground.access import Role
from tannha.ground.ids import new_id


class AdminArea(models.Model):
    """A jurisdiction with the time it is valid: the same code names another ward after a reform."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=16)
    name = models.CharField(max_length=200, blank=True)
    province = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        """One row per code and start."""

        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="ground_area_code_from")]

    def __str__(self) -> str:
        """The name, or the code of an unnamed ward."""
        return self.name or self.code


class Users(BaseUserManager["User"]):
    """Finds accounts by name."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The account of that name, whatever its letter case; raises DoesNotExist."""
        return self.get(username=(username or "").casefold())


class User(AbstractBaseUser):
    """One person's account with one role in one ward. Never shared.

    Sessions that began before `sessions_from` have ended: the account was stopped, reset or given another role.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=40, unique=True)
    display_name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    ward = models.ForeignKey(AdminArea, on_delete=models.PROTECT, related_name="users")
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=2, default="vi")
    totp_kept = models.BinaryField(null=True)
    totp_last_step = models.BigIntegerField(default=0)
    pin_hash = models.CharField(max_length=200, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    sessions_from = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Users()

    def __str__(self) -> str:
        """The account name."""
        return self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Account names are kept in lower case."""
        self.username = self.username.casefold()
        super().save(*args, **kwargs)


class JournalKind(models.TextChoices):
    """What an entry tells of."""

    ACT = "act"
    READ = "read"


class JournalEntry(models.Model):
    """One act or one read, chained by hash; database triggers forbid change, deletion and truncation."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=8, choices=JournalKind.choices)
    what = models.CharField(max_length=80, db_index=True)
    actor_id = models.UUIDField(null=True, db_index=True)
    role = models.CharField(max_length=20)
    ward_id = models.UUIDField(null=True, db_index=True)
    body = models.TextField()
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        """Read in order."""

        ordering = ["seq"]


class JournalPerson(models.Model):
    """Which residents an entry concerns, so that a person can ask who looked at them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="people")
    person_id = models.UUIDField(db_index=True)


class Invitation(models.Model):
    """A one-time code with which a person sets up the account made for them, or sets it up anew after a loss."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    code_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)


class RecoveryCode(models.Model):
    """One of the paper codes that stand in for the one-time code once each."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    code_digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)


class SettingChange(models.Model):
    """One change of a setting: its value from now on, who is answerable, and why. The newest one holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey(AdminArea, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    value = models.CharField(max_length=200)
    reason = models.CharField(max_length=400)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["ward", "name", "-at"], name="ground_setting_newest")]


class SentForm(models.Model):
    """A form that was sent, by a digest of who sent what from which page; `location` is where its answer led."""

    digest = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(db_index=True)
    location = models.CharField(max_length=500, blank=True)
