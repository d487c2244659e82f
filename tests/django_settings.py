"""The site's settings for tests and type checks: a random key, plain static files, quick password hashes.

The database is started, and its address set, by the fixture `django_db_modify_db_settings` when the first test wants it.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

os.environ.setdefault("HUIQI_SECRET_KEY", secrets.token_urlsafe(64))
os.environ["HUIQI_DATA"] = str(Path(__file__).resolve().parent.parent / ".cache" / "tests")
# Processes of one run share the server, each with a database of its own; another run at the same time has other names.
RUN = os.environ.setdefault("HUIQI_TEST_RUN", str(os.getpid()))

from huiqi.site.settings import *  # noqa: E402, F403  # after the environment is set

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
