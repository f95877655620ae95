"""Tables of the register."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Intake",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=64, verbose_name="source")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="time")),
            ],
        ),
        migrations.CreateModel(
            name="Company",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(blank=True, editable=False, max_length=64)),
                ("source_row", models.PositiveBigIntegerField(editable=False, null=True)),
                ("name", models.CharField(db_index=True, max_length=200, verbose_name="name")),
                ("name_key", models.CharField(db_index=True, editable=False, max_length=200)),
                (
                    "business_number",
                    models.CharField(blank=True, max_length=10, verbose_name="business number"),
                ),
                (
                    "corporation_number",
                    models.CharField(blank=True, max_length=13, verbose_name="corporation number"),
                ),
                (
                    "external_id",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="number in the statistical register"
                    ),
                ),
                (
                    "representative",
                    models.CharField(blank=True, max_length=80, verbose_name="representative"),
                ),
                ("founded_on", models.DateField(blank=True, null=True, verbose_name="founded on")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "active"), ("suspended", "suspended"), ("closed", "closed")],
                        default="active",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "size_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("micro", "micro business"),
                            ("small", "small"),
                            ("medium", "medium-sized"),
                            ("middle", "middle market"),
                            ("large", "large"),
                        ],
                        max_length=8,
                        verbose_name="size",
                    ),
                ),
                ("main_product", models.CharField(blank=True, max_length=200, verbose_name="main product")),
                ("homepage", models.URLField(blank=True, verbose_name="homepage")),
                ("verified_on", models.DateField(blank=True, null=True, verbose_name="verified on")),
                (
                    "verified_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("visit", "by a visit"),
                            ("phone", "by telephone"),
                            ("register", "in a public register"),
                        ],
                        max_length=10,
                        verbose_name="verified",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "merged_into",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absorbed",
                        to="companies.company",
                    ),
                ),
            ],
            options={
                "verbose_name": "company",
                "ordering": ("name", "pk"),
                "indexes": [
                    models.Index(fields=["corporation_number"], name="company_corporation_number"),
                    models.Index(fields=["merged_into", "name_key", "name"], name="company_listed_by_name"),
                    models.Index(fields=["merged_into", "verified_on"], name="company_listed_by_verified"),
                    models.Index(fields=["source", "source_row"], name="company_source"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("business_number", ""), _negated=True),
                        fields=("business_number",),
                        name="one_business_number",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("external_id",),
                        name="one_external_id",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closed_on", None), ("state", "closed"), _connector="OR"),
                        name="closing_day_only_if_closed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on", None),
                            ("founded_on", None),
                            ("closed_on__gte", models.F("founded_on")),
                            _connector="OR",
                        ),
                        name="closed_after_founded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into", None),
                            models.Q(("merged_into", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="not_merged_into_itself",
                    ),
                ],
            },
        ),
    ]
