"""What granian, or any other server of WSGI, is given."""

from __future__ import annotations

import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiqi.site.settings")


def started() -> WSGIHandler:
    """Return the application, which warms itself meanwhile."""
    made = get_wsgi_application()
    from huiqi.site import warming

    warming.begin()
    return made


application = started()
