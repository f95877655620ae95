"""Answers."""

import django.core.validators
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Sheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                ("question", models.CharField(db_index=True, max_length=40)),
                ("asked", models.JSONField()),
                ("content", models.JSONField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seconds", models.FloatField()),
            ],
            options={"ordering": ("-made_at",)},
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("city", models.CharField(blank=True, max_length=20, verbose_name="place")),
                (
                    "start",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="first year",
                    ),
                ),
                (
                    "end",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="last year",
                    ),
                ),
                ("comparison_set", models.CharField(blank=True, max_length=80, verbose_name="compared with")),
            ],
            options={
                "verbose_name": "office",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_office"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start", None), ("end", None), ("end__gte", models.F("start")), _connector="OR"
                        ),
                        name="office_years_in_order",
                    ),
                ],
            },
        ),
    ]
