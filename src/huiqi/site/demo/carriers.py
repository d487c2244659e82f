"""Carriers, enclaves, stations, platforms and projects of the invented zone, with companies in and out, and published figures."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from huiqi.register import services
from huiqi.register.services import FigureSaid, LabelSaid, UndertakingSaid
from huiqi.site.demo.places import DEMO
from huiqi.site.demo.scene import Scene

_SOURCE = "示范高新区载体名录(虚构)"
# Group, name, city, label, its level, how many companies.
_UNDERTAKINGS = (
    ("carrier", "示范科技孵化器", "", "incubator", "national", 12),
    ("carrier", "智造专业孵化器", "", "professional_incubator", "provincial", 9),
    ("carrier", "青年众创空间", "", "makerspace", "city", 8),
    ("carrier", "生命健康众创空间", "", "professional_makerspace", "provincial", 6),
    ("carrier", "示范加速器", "", "accelerator", "", 5),
    ("enclave", "上海科创飞地", "上海", "science_enclave", "", 4),
    ("enclave", "深圳离岸孵化器", "深圳", "offshore_incubator", "", 3),
    ("station", "北京人才工作站", "北京", "talent_station", "", 2),
    ("station", "博士后工作站", "武汉", "postdoc_station", "provincial", 1),
    ("platform", "检测公共技术平台", "", "technology_platform", "provincial", 7),
    ("platform", "智能制造工程中心", "", "engineering_centre", "city", 3),
    ("project", "新材料产业化项目", "", "industrial_project", "", 1),
)  # fmt: skip
_FIGURES = (
    ("carrier", "孵化面积", "Space of incubators", Decimal(180_000), "平方米", "square metres"),
    ("ladder", "高新技术企业", "High-tech enterprises", Decimal(1_200), "家", "companies"),
    ("grid", "重点企业", "Key companies", Decimal(36), "家", "companies"),
    ("survey", "走访企业", "Companies visited", Decimal(480), "家次", "visits"),
    ("people", "从业人员", "People at work", Decimal(260_000), "人", "people"),
)


def fill_carriers(scene: Scene) -> None:
    """Add what organisations run in the zone, and let companies in; every second carrier has one that graduated."""
    begun = scene.ago(57)
    for number, (group, name, city, label, level, count) in enumerate(_UNDERTAKINGS):
        said = UndertakingSaid(group, name, _SOURCE, city=city, begun_on=scene.day(900 + number))
        added = services.add_undertaking(organisation=scene.zone, said=said, actor=DEMO, now=begun)
        # One recognition in three runs out soon.
        ends = scene.day(-40) if number % 3 == 0 else scene.day(-700)
        recognised = LabelSaid(label, _SOURCE, level=level, valid_from=scene.day(800), valid_to=ends)
        services.put_label(undertaking=added.pk, said=recognised, actor=DEMO, now=begun)
        stays = services.admit_companies(
            undertaking=added.pk, companies=scene.some(10 + 7 * number, count), day=scene.day(500 - 20 * number),
            source="入驻协议(虚构)", actor=DEMO, now=begun + timedelta(hours=1),
        )  # fmt: skip
        if number % 2 == 0:
            services.release_company(
                residency=stays[0].pk, day=scene.day(12), outcome="graduated", actor=DEMO, now=scene.ago(12)
            )
    for topic, zh, en, value, unit_zh, unit_en in _FIGURES:
        figure = FigureSaid(topic, zh, en, "示范高新区年鉴(虚构)", value, unit_zh=unit_zh, unit_en=unit_en)
        services.record_figure(organisation=scene.zone, said=figure, actor=DEMO, now=begun)
