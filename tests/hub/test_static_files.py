"""Every style sheet finds its pictures and fonts when a release is prepared."""

import pytest
from django.core.management import call_command


@pytest.mark.slow
def test_static_files_can_be_collected_as_a_real_server_does_it(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()
