"""Gives the cooperatives that are in the directory already the organisation that stands for each.

What staff wrote down under the same name becomes that organisation, so that pages that name it
lead to the cooperative. Taken back, every organisation stays, as one that staff look after.
"""

from django.db import migrations

LONGEST_NAME = 200
BATCH = 500
COOPERATIVE, ENTERPRISE = "cooperative", "enterprise"


def name_them(apps, schema_editor):
    """Three statements for every five hundred, however many there are."""
    Cooperative = apps.get_model("practices", "Cooperative")
    CooperativeOrganisation = apps.get_model("practices", "CooperativeOrganisation")
    Organisation = apps.get_model("core", "Organisation")
    organisations = list(Organisation.objects.order_by("pk"))
    free = {one.name.casefold(): one for one in organisations}
    taken = {one.name for one in organisations}
    fresh, adopted, pairs = [], [], []
    listed = Cooperative.objects.filter(is_listed=True).exclude(lifecycle="merged")
    for cooperative in listed.order_by("pk").iterator():
        row = free.pop(cooperative.name.casefold(), None)
        if row is None:
            row = Organisation(name=_free_name(cooperative, taken))
            fresh.append(row)
        else:
            taken.discard(row.name)
            row.name = _free_name(cooperative, taken)
            adopted.append(row)
        taken.add(row.name)
        row.kind, row.website = COOPERATIVE, cooperative.website
        row.directory_code = cooperative.slug
        pairs.append((cooperative, row))
    columns = ["name", "kind", "website", "directory_code"]
    Organisation.objects.bulk_update(adopted, columns, batch_size=BATCH)
    Organisation.objects.bulk_create(fresh, batch_size=BATCH)
    CooperativeOrganisation.objects.bulk_create(
        [CooperativeOrganisation(cooperative=one, organisation=row) for one, row in pairs],
        batch_size=BATCH,
    )


def leave_them_to_staff(apps, schema_editor):
    """What pages name stays; it is no longer of a kind that the code does not know."""
    apps.get_model("practices", "CooperativeOrganisation").objects.all().delete()
    rows = apps.get_model("core", "Organisation").objects.filter(kind=COOPERATIVE)
    rows.update(kind=ENTERPRISE, directory_code="", merged_into=None)


def _free_name(cooperative, taken):
    """As `practices.mirroring` names them."""
    additions = [f" ({one})" for one in (cooperative.municipality, cooperative.slug) if one]
    names = [cooperative.name]
    names += [cooperative.name[: LONGEST_NAME - len(one)] + one for one in additions]
    return next((name for name in names if name not in taken), names[-1])


class Migration(migrations.Migration):
    dependencies = [("practices", "0008_organisations_of_cooperatives")]

    operations = [migrations.RunPython(name_them, leave_them_to_staff)]
