"""What granian, or any other server of WSGI, is given."""

from __future__ import annotations

import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

from huiqi.kernel.leaving import leave_quietly

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiqi.site.settings")
application = get_wsgi_application()


def warmed() -> WSGIHandler:
    """Return the application to a server that begins to serve; the process is warmed meanwhile."""
    # It imports models, which are there only now.
    from huiqi.site import warming

    leave_quietly()
    warming.begin()
    return application
