import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tannha.ground.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("canvass", "0001_initial"),
        ("ground", "0001_initial"),
        ("ground", "__first__"),
        ("plan", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tannha.ground.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.CharField(choices=[("counter", "counter"), ("home", "home")], max_length=8)),
                ("ticket", models.PositiveIntegerField()),
                ("ticket_on", models.DateField()),
                ("regime_on", models.DateField()),
                ("least_age", models.PositiveSmallIntegerField(null=True)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("expected", "expected"),
                            ("waiting", "waiting"),
                            ("look_up", "look_up"),
                            ("correction", "correction"),
                            ("features", "features"),
                            ("prints", "prints"),
                            ("photo", "photo"),
                            ("iris", "iris"),
                            ("print_sign", "print_sign"),
                            ("fee", "fee"),
                            ("old_paper", "old_paper"),
                            ("second_signature", "second_signature"),
                            ("seal", "seal"),
                            ("slip", "slip"),
                            ("decision", "decision"),
                            ("approved", "approved"),
                            ("returned", "returned"),
                            ("stopped", "stopped"),
                        ],
                        max_length=20,
                    ),
                ),
                ("gentle", models.BooleanField(default=False)),
                ("not_before", models.DateField(null=True)),
                ("stopped_why", models.CharField(blank=True, max_length=20)),
                ("arrived_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="canvass.case",
                    ),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plan.promise",
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ground.adminarea"
                    ),
                ),
            ],
            options={
                "ordering": ["arrived_at"],
                "indexes": [models.Index(fields=["ward", "stage", "last_at"], name="enrol_stage")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("stage", "returned"), _negated=True),
                        fields=("case",),
                        name="enrol_one_open_enrolment",
                    ),
                    models.UniqueConstraint(
                        fields=("ward", "ticket_on", "ticket"), name="enrol_ticket_of_the_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftNote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tannha.ground.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("features", "Features"),
                            ("document", "Document"),
                            ("calmed", "Calmed"),
                            ("meet_again", "Meet Again"),
                        ],
                        max_length=12,
                    ),
                ),
                ("kept", models.BinaryField()),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="enrol.enrolment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("enrolment", "kind"), name="enrol_note_kind")
                ],
            },
        ),
        migrations.CreateModel(
            name="EnrolmentAct",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tannha.ground.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seq", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("checked_in", "checked_in"),
                            ("called", "called"),
                            ("not_here", "not_here"),
                            ("looked_up", "looked_up"),
                            ("corrected", "corrected"),
                            ("features_recorded", "features_recorded"),
                            ("sample_added", "sample_added"),
                            ("sample_kept", "sample_kept"),
                            ("try_failed", "try_failed"),
                            ("exception_recorded", "exception_recorded"),
                            ("frame_chosen", "frame_chosen"),
                            ("rested", "rested"),
                            ("stopped", "stopped"),
                            ("form_printed", "form_printed"),
                            ("form_signed", "form_signed"),
                            ("fee_taken", "fee_taken"),
                            ("old_paper_recorded", "old_paper_recorded"),
                            ("countersigned", "countersigned"),
                            ("meet_again", "meet_again"),
                            ("sealed", "sealed"),
                            ("slip_given", "slip_given"),
                            ("approved", "approved"),
                            ("returned", "returned"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("actor_id", models.UUIDField(null=True)),
                ("details", models.JSONField(default=dict)),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="enrol.enrolment"
                    ),
                ),
            ],
            options={
                "ordering": ["enrolment_id", "seq"],
                "constraints": [models.UniqueConstraint(fields=("enrolment", "seq"), name="enrol_act_seq")],
            },
        ),
        migrations.CreateModel(
            name="Packet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tannha.ground.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("header", models.TextField()),
                ("signature", models.BinaryField()),
                (
                    "state",
                    models.CharField(
                        choices=[("sealed", "Sealed"), ("approved", "Approved"), ("returned", "Returned")],
                        default="sealed",
                        max_length=10,
                    ),
                ),
                ("service", models.CharField(max_length=16)),
                ("slip_number", models.CharField(max_length=16)),
                ("sealed_at", models.DateTimeField()),
                ("promised_on", models.DateField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="packets", to="canvass.case"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enrolment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packet",
                        to="enrol.enrolment",
                    ),
                ),
                (
                    "sealed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="enrol.packet",
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ground.adminarea"
                    ),
                ),
            ],
            options={
                "ordering": ["sealed_at"],
                "indexes": [models.Index(fields=["ward", "state", "sealed_at"], name="enrol_packet_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("ward", "slip_number"), name="enrol_slip_number_ward")
                ],
            },
        ),
        migrations.CreateModel(
            name="PacketPart",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tannha.ground.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=24)),
                ("sealed", models.BinaryField()),
                (
                    "packet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="enrol.packet"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("packet", "name"), name="enrol_part_name")],
            },
        ),
        migrations.CreateModel(
            name="Sample",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tannha.ground.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("slap_right", "slap_right"),
                            ("slap_left", "slap_left"),
                            ("thumbs", "thumbs"),
                            ("rolled_right_thumb", "rolled_right_thumb"),
                            ("rolled_right_index", "rolled_right_index"),
                            ("rolled_right_middle", "rolled_right_middle"),
                            ("rolled_right_ring", "rolled_right_ring"),
                            ("rolled_right_little", "rolled_right_little"),
                            ("rolled_left_thumb", "rolled_left_thumb"),
                            ("rolled_left_index", "rolled_left_index"),
                            ("rolled_left_middle", "rolled_left_middle"),
                            ("rolled_left_ring", "rolled_left_ring"),
                            ("rolled_left_little", "rolled_left_little"),
                            ("face", "face"),
                            ("iris_right", "iris_right"),
                            ("iris_left", "iris_left"),
                        ],
                        max_length=24,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("media_type", models.CharField(max_length=20)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("length", models.PositiveIntegerField()),
                ("digest", models.BinaryField(max_length=32)),
                ("score", models.PositiveSmallIntegerField(null=True)),
                ("sealed", models.BinaryField()),
                ("taken_at", models.DateTimeField()),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="samples",
                        to="enrol.enrolment",
                    ),
                ),
            ],
            options={
                "ordering": ["taken_at", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enrolment", "part", "number"), name="enrol_sample_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__isnull", True), ("score__lte", 100), _connector="OR"),
                        name="enrol_sample_score",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SlipSeries",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tannha.ground.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("series", models.CharField(max_length=3)),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "ward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ground.adminarea"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("ward", "series"), name="enrol_series_ward")],
            },
        ),
    ]
