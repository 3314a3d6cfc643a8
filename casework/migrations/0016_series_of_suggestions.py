"""Letters of suggestion (巡建) and matters that are suggested (建议) counted in one series; each has its own now.

Both go on where the common one was, so no number is given twice.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("casework", "0015_papers")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO casework_counter (series, last) "
            "SELECT replace(series, 'suggestion ', 'suggestion letter '), last FROM casework_counter "
            "WHERE series ~ '^suggestion [0-9]{4}$' ON CONFLICT (series) DO NOTHING",
            migrations.RunSQL.noop,
        )
    ]
