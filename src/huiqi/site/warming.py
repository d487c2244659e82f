"""What the first page of a fresh process would have to wait for, done beforehand: rules compiled, templates and addresses read.

Whatever fails here fails again, and is told, where a page needs it: a process serves also without having been warmed.
"""

from __future__ import annotations

import gc
import logging
from pathlib import Path
from threading import Thread

from django.conf import settings
from django.db import connection
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import reverse
from django.utils import translation

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.rulebook import queries as rulebook

_log = logging.getLogger(__name__)
_OWN = Path(__file__).resolve().parent.parent


def begin() -> None:
    """Warm this process beside its work."""
    Thread(target=warm_apart, name="warming", daemon=True).start()


def warm_apart() -> None:
    """Warm this process from a thread of its own, and write down what was in the way."""
    try:
        warm()
    except Exception:  # noqa: BLE001  # whatever is in the way, pages are served all the same
        _log.warning("The process starts cold.", exc_info=True)
    finally:
        connection.close()


def warm() -> None:
    """Do what the first pages would wait for; then keep the collector of garbage off all that stays.

    Its pass over some hundred thousand objects of the rules costs a tenth of a second, in the middle of somebody's page.
    """
    read_addresses_and_templates()
    compile_rules()
    gc.collect()
    gc.freeze()


def read_addresses_and_templates() -> None:
    """Read what every page is made of."""
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            # Each language has addresses of its own, which are all read at the first that is asked for.
            reverse("home")
    for folder in get_app_template_dirs("templates"):
        if Path(folder).is_relative_to(_OWN):
            for path in sorted(Path(folder).rglob("*.html")):
                get_template(path.relative_to(folder).as_posix())


def compile_rules() -> None:
    """Load what every zone has published, and decide once by it."""
    now = read_clock()
    for zone in rulebook.publishing_zones(now=now):
        rulebook.calculate(rulebook.current_book(zone=zone.id, now=now), day=day_in_china(now), facts={})
