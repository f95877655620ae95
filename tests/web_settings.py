"""Settings under which the office is tested: a workspace of its own, made anew in every process."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from postgresql_server import server_address
from sandan.data.workspace import create_workspace

_folder = Path(tempfile.mkdtemp(prefix="sandan-office-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
create_workspace(_folder / "office", name="하늘시 산업진흥원")
os.environ["SANDAN_WORKSPACE"] = str(_folder / "office")
if os.environ.get("SANDAN_TEST_ON") == "postgresql":
    os.environ["SANDAN_DATABASE"] = f"{server_address()}/postgres"
os.environ["SANDAN_MFA"] = "optional"

from sandan.web.settings import *  # noqa: E402, F403 -- the workspace has to be there first

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
WHITENOISE_AUTOREFRESH = True

# Commands that tests start in processes of their own work on the folder where they are called.
for _name in ("SANDAN_WORKSPACE", "SANDAN_DATABASE", "SANDAN_MFA"):
    os.environ.pop(_name, None)
