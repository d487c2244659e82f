"""Sections of the national classification of industries (GB/T 4754-2017): a letter over divisions of two digits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its letter, its names, its first and last division."""

    letter: str
    zh: str
    en: str
    first: int
    last: int

    @property
    def divisions(self) -> tuple[str, ...]:
        """Return the divisions of the section, as codes begin."""
        return tuple(f"{division:02}" for division in range(self.first, self.last + 1))


SECTIONS: tuple[Section, ...] = (
    Section("A", "农、林、牧、渔业", "Agriculture, forestry, animal husbandry and fishery", 1, 5),
    Section("B", "采矿业", "Mining", 6, 12),
    Section("C", "制造业", "Manufacturing", 13, 43),
    Section("D", "电力、热力、燃气及水生产和供应业", "Electricity, heat, gas and water", 44, 46),
    Section("E", "建筑业", "Construction", 47, 50),
    Section("F", "批发和零售业", "Wholesale and retail", 51, 52),
    Section("G", "交通运输、仓储和邮政业", "Transport, storage and post", 53, 60),
    Section("H", "住宿和餐饮业", "Hotels and catering", 61, 62),
    Section("I", "信息传输、软件和信息技术服务业", "Information transmission, software and IT services", 63, 65),
    Section("J", "金融业", "Finance", 66, 69),
    Section("K", "房地产业", "Real estate", 70, 70),
    Section("L", "租赁和商务服务业", "Leasing and business services", 71, 72),
    Section("M", "科学研究和技术服务业", "Scientific research and technical services", 73, 75),
    Section("N", "水利、环境和公共设施管理业", "Water, environment and public facilities", 76, 79),
    Section("O", "居民服务、修理和其他服务业", "Resident, repair and other services", 80, 82),
    Section("P", "教育", "Education", 83, 83),
    Section("Q", "卫生和社会工作", "Health and social work", 84, 85),
    Section("R", "文化、体育和娱乐业", "Culture, sports and entertainment", 86, 90),
    Section("S", "公共管理、社会保障和社会组织", "Public administration and social organisations", 91, 96),
    Section("T", "国际组织", "International organisations", 97, 97),
)
BY_LETTER = {section.letter: section for section in SECTIONS}
BY_DIVISION = {division: section for section in SECTIONS for division in section.divisions}

# Size bands, as the fact `size_band` or else `enterprise_kind` has them.
SIZES: dict[str, tuple[str, str]] = {
    "large": ("大型", "Large"),
    "medium": ("中型", "Medium"),
    "small": ("小型", "Small"),
    "micro": ("微型", "Micro"),
    "sme": ("中小微", "Medium, small or micro"),
}
