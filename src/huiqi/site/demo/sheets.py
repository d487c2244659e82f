"""Sheets that came to the invented zone: one brought in, one with doubtful rows; companies that may be one."""

from __future__ import annotations

from huiqi.imports import services
from huiqi.imports.services import Upload, Wishes
from huiqi.register import services as register
from huiqi.site.demo.places import DEMO
from huiqi.site.demo.scene import Scene

_HEAD = "统一社会信用代码,企业名称,职工总数"


def receive_sheets(scene: Scene) -> None:
    """Bring one sheet in; leave another one checked, with doubtful rows; let two companies seem to be one."""
    officer = scene.people["service"]
    whole = [f"{one.company.code},{one.company.name},{20 + number}" for number, one in enumerate(scene.made[3:9])]
    # The codes of some with the names of others: which company is meant, a person has to say.
    doubtful = [
        f"{one.company.code},{other.company.name},{40 + number}"
        for number, (one, other) in enumerate(zip(scene.made[4:8], scene.made[6:10], strict=False))
    ]
    # Now, after all that was said of these companies: a sheet that is older than what is known changes nothing.
    for name, rows, is_dry_run in (
        ("社保人数(虚构).csv", whole, False),
        ("用工调查(虚构).csv", doubtful, True),
    ):
        content = "\n".join([_HEAD, *rows, ""]).encode()
        services.import_file(
            organisation=scene.zone, source=name.partition("(")[0], upload=Upload(name, content),
            wishes=Wishes(is_dry_run=is_dry_run), actor=officer, now=scene.now,
        )  # fmt: skip
    join_and_part(scene)
    one, other = (scene.made[place % len(scene.made)] for place in (15, 16))
    same = other.company.name.replace("有限公司", "有限责任公司")
    register.rename_organisation(id=one.id, name=same, actor=DEMO, now=scene.now)
    register.find_duplicates(actor=DEMO, now=scene.now)


def join_and_part(scene: Scene) -> None:
    """Take two companies for one, and find out that they are two."""
    kept, gone = (scene.made[place % len(scene.made)].id for place in (17, 18))
    merge = register.merge_companies(kept=kept, gone=gone, from_gone=(), actor=DEMO, now=scene.now)
    register.part_companies(merge=merge.pk, actor=DEMO, now=scene.now)
