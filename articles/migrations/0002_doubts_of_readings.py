from django.db import migrations, models
from django.db.models import IntegerField, OuterRef, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce


def count_doubts(apps, schema_editor):
    """Readings that were made before this say in their content how many doubts they have, or know none."""
    readings = apps.get_model("articles", "Reading").objects
    readings.update(doubts=Coalesce(Cast(KT("content__doubts"), IntegerField()), 0))
    doubts = Subquery(readings.filter(pk=OuterRef("id")).values("doubts"))
    apps.get_model("articles", "HistoricalReading").objects.update(doubts=Coalesce(doubts, 0))


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="historicalreading",
            name="doubts",
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name="存疑事实"),
        ),
        migrations.AddField(
            model_name="historicalreading",
            name="gazetteer_version",
            field=models.CharField(blank=True, max_length=20, verbose_name="名称表版本"),
        ),
        migrations.AddField(
            model_name="reading",
            name="doubts",
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name="存疑事实"),
        ),
        migrations.AddField(
            model_name="reading",
            name="gazetteer_version",
            field=models.CharField(blank=True, max_length=20, verbose_name="名称表版本"),
        ),
        migrations.RunPython(count_doubts, migrations.RunPython.noop),
    ]
