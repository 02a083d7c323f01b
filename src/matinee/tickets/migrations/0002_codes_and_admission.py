from django.db import migrations, models

import matinee.tickets.codes


def give_short_codes(apps, schema_editor):
    """Tickets sold before there were short codes get one each; their old codes still open the door."""
    Ticket = apps.get_model("tickets", "Ticket")
    tickets = [*Ticket.objects.only("pk")]
    for ticket in tickets:
        ticket.short_code = matinee.tickets.codes.new_short_code()
    Ticket.objects.bulk_update(tickets, ["short_code"], batch_size=1000)


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='ticket',
            name='admitted_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='ticket',
            name='admitted_by_door',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddField(
            model_name='ticket',
            name='voided_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='ticket',
            name='code',
            field=models.TextField(help_text='Signed; in the QR code.', unique=True),
        ),
        migrations.AddField(
            model_name='ticket',
            name='short_code',
            field=models.TextField(null=True),
        ),
        migrations.RunPython(give_short_codes, migrations.RunPython.noop),
        # The rows just written have checks of foreign keys waiting, and such a table can't be altered.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL IMMEDIATE"),
        migrations.AlterField(
            model_name='ticket',
            name='short_code',
            field=models.TextField(default=matinee.tickets.codes.new_short_code, help_text='For typing by hand; stored without dashes.', unique=True),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('admitted_at__isnull', True), ('admitted_by_door', '')), models.Q(('admitted_at__isnull', False), models.Q(('admitted_by_door', ''), _negated=True)), _connector='OR'), name='ticket_admission_names_its_door'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('voided_at__isnull', True), ('status', 'VOIDED'), _connector='OR'), name='ticket_with_end_is_voided'),
        ),
    ]
