"""Tables of the register."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="QualityReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("day", models.DateField()),
                ("companies", models.PositiveIntegerField()),
                ("counts", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.AddField(
            model_name="company",
            name="verified_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="intake",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(blank=True, editable=False, max_length=64)),
                ("source_row", models.PositiveBigIntegerField(editable=False, null=True)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("position", models.CharField(blank=True, max_length=80, verbose_name="position")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("purpose", models.CharField(max_length=120, verbose_name="what it is kept for")),
                ("consent_on", models.DateField(verbose_name="consent given on")),
                ("retention_until", models.DateField(verbose_name="kept until")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="companies.company",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "ordering": ("name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.TextField(verbose_name="reason")),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "absorbed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges_away",
                        to="companies.company",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="companies.company",
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="MovedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(max_length=20)),
                ("row", models.BigIntegerField()),
                ("before", models.JSONField()),
                ("mark", models.CharField(max_length=16)),
                (
                    "merge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="companies.merge"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(blank=True, editable=False, max_length=64)),
                ("source_row", models.PositiveBigIntegerField(editable=False, null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("text", models.TextField(max_length=2000, verbose_name="what should be corrected")),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="companies.company",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal",
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(blank=True, editable=False, max_length=64)),
                ("source_row", models.PositiveBigIntegerField(editable=False, null=True)),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("text", models.CharField(max_length=300, verbose_name="address")),
                (
                    "kind",
                    models.CharField(
                        choices=[("head", "head office"), ("other", "other address")],
                        default="head",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("region", models.CharField(blank=True, max_length=20, verbose_name="district code")),
                ("city", models.CharField(blank=True, max_length=20, verbose_name="city code")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to="companies.company",
                    ),
                ),
            ],
            options={
                "verbose_name": "address",
                "ordering": (models.OrderBy(models.F("valid_from"), descending=True, nulls_last=True), "-pk"),
                "abstract": False,
                "indexes": [
                    models.Index(fields=["region", "company"], name="address_region"),
                    models.Index(fields=["city", "company"], name="address_city"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="address_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(blank=True, editable=False, max_length=64)),
                ("source_row", models.PositiveBigIntegerField(editable=False, null=True)),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("venture", "venture firm"),
                            ("innobiz", "Inno-Biz"),
                            ("mainbiz", "Main-Biz"),
                            ("laboratory", "company laboratory"),
                            ("factory", "factory registration"),
                            ("other", "other certificate"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="certificate number")),
                ("type", models.CharField(blank=True, max_length=60, verbose_name="type")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="certificates",
                        to="companies.company",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate",
                "ordering": (models.OrderBy(models.F("valid_from"), descending=True, nulls_last=True), "-pk"),
                "abstract": False,
                "indexes": [models.Index(fields=["kind", "valid_to", "company"], name="certificate_kind")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="certificate_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CompanyName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(blank=True, editable=False, max_length=64)),
                ("source_row", models.PositiveBigIntegerField(editable=False, null=True)),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("legal", "legal name"),
                            ("alias", "also known as"),
                            ("english", "English name"),
                            ("former", "former name"),
                        ],
                        default="legal",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="companies.company",
                    ),
                ),
            ],
            options={
                "verbose_name": "name",
                "ordering": (models.OrderBy(models.F("valid_from"), descending=True, nulls_last=True), "-pk"),
                "abstract": False,
                "indexes": [models.Index(fields=["company", "kind"], name="name_company_kind")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="companyname_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Establishment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(blank=True, editable=False, max_length=64)),
                ("source_row", models.PositiveBigIntegerField(editable=False, null=True)),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "external_id",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="number in the statistical register"
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="address")),
                ("region", models.CharField(blank=True, max_length=20, verbose_name="district code")),
                ("city", models.CharField(blank=True, max_length=20, verbose_name="city code")),
                ("complex", models.CharField(blank=True, max_length=20, verbose_name="complex code")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                ("workers", models.PositiveIntegerField(blank=True, null=True, verbose_name="workers")),
                (
                    "workers_year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of the count"),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="establishments",
                        to="companies.company",
                    ),
                ),
            ],
            options={
                "verbose_name": "establishment",
                "ordering": (models.OrderBy(models.F("valid_from"), descending=True, nulls_last=True), "-pk"),
                "abstract": False,
                "indexes": [
                    models.Index(fields=["external_id"], name="establishment_external_id"),
                    models.Index(fields=["complex", "company"], name="establishment_complex"),
                    models.Index(fields=["region", "company"], name="establishment_region"),
                    models.Index(fields=["city", "company"], name="establishment_city"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="establishment_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(
                                ("latitude__isnull", False),
                                ("latitude__range", (-90, 90)),
                                ("longitude__isnull", False),
                                ("longitude__range", (-180, 180)),
                            ),
                            _connector="OR",
                        ),
                        name="establishment_point_on_the_globe",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndustryCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(blank=True, editable=False, max_length=64)),
                ("source_row", models.PositiveBigIntegerField(editable=False, null=True)),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "classification",
                    models.CharField(default="KSIC10", max_length=12, verbose_name="classification"),
                ),
                ("code", models.CharField(max_length=10, verbose_name="industry code")),
                ("main", models.BooleanField(default=True, verbose_name="main industry")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="industries",
                        to="companies.company",
                    ),
                ),
            ],
            options={
                "verbose_name": "industry code",
                "ordering": (models.OrderBy(models.F("valid_from"), descending=True, nulls_last=True), "-pk"),
                "abstract": False,
                "indexes": [models.Index(fields=["code", "company"], name="industry_code")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="industrycode_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LikelyDuplicate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("score", models.FloatField()),
                ("certain", models.BooleanField()),
                ("reasons", models.JSONField(default=dict)),
                ("told_apart_at", models.DateTimeField(null=True)),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="companies.company"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="companies.company"
                    ),
                ),
                (
                    "told_apart_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": (models.OrderBy(models.F("score"), descending=True), "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="one_pair_once"),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="pair_in_order"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)),
                fields=("absorbed",),
                name="merged_away_once_at_a_time",
            ),
        ),
    ]
