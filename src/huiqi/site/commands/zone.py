"""`huiqi zone`: the first zone of an installation, its administrator, and the pack that it begins with."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from huiqi.kernel.clock import read_clock
from huiqi.kernel.errors import Cannot
from huiqi.site.commands import ground


class CannotAddZone(Cannot):
    """The zone cannot be added; nothing was changed."""

    messages: ClassVar[Mapping[str, str]] = {
        "same_name": "there is a zone called {name} already.",
        "no_pack": "{path} is no pack: a folder with a pack.yaml is needed.",
    }


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "zone",
        help="add a zone with its administrator",
        description="Add a zone and its first administrator, and print the link with which the administrator sets a password. "
        "The administrator then adds parks, departments and people on the site.",
    )
    parser.add_argument("name", help="the zone's name, such as 示范高新区")
    parser.add_argument("--administrator", required=True, metavar="PERSON", help="name of the administrator")
    parser.add_argument("--login", required=True, help="log-in name of the administrator")
    parser.add_argument("--pack", type=Path, metavar="FOLDER", help="policies to begin with, such as packs/national")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Add the zone and print the link."""
    if arguments.pack and not (arguments.pack / "pack.yaml").is_file():
        raise CannotAddZone("no_pack", path=arguments.pack)
    with ground.database():
        ground.set_up()
        ground.require_migrated()
        token = add_zone(
            arguments.name, administrator=arguments.administrator, login=arguments.login, pack=arguments.pack
        )
        from django.conf import settings
        from django.urls import reverse

        link = f"{settings.ADDRESS.geturl().rstrip('/')}{reverse('first_password', args=[token])}"
    sys.stdout.write(f"{arguments.name} is there. {arguments.administrator} sets a password at:\n{link}\n")
    return 0


def add_zone(name: str, *, administrator: str, login: str, pack: Path | None) -> str:
    """Add zone, administrator and pack in one transaction; return the token of the administrator's link."""
    from django.db import transaction

    from huiqi.kernel.actor import Role, system
    from huiqi.register import queries, services
    from huiqi.rulebook import services as rulebook

    actor, now = system("operator"), read_clock()
    with transaction.atomic():
        if queries.organisations(actor, kind="zone").filter(name=name.strip()).exists():
            raise CannotAddZone("same_name", name=name.strip())
        zone = services.add_organisation(kind="zone", name=name, actor=actor, now=now)
        made = services.add_person_with_account(
            name=administrator, organisation=zone.pk, login=login, actor=actor, now=now
        )
        services.grant_role(person=made.person, role=Role.ADMINISTRATOR, organisation=zone.pk, actor=actor, now=now)
        if pack is not None:
            rulebook.install_pack(zone=zone.pk, folder=pack, actor=actor, now=now)
    return made.token
