"""Settings of an office that tests start as real processes: as in service, with one more app."""

from sandan.web.settings import *  # noqa: F403

SANDAN_APPS = [*SANDAN_APPS, "office_probe"]  # noqa: F405
INSTALLED_APPS = ["office_probe", *INSTALLED_APPS]  # noqa: F405
