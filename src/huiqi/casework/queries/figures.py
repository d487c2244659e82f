"""Key figures over years: which facts are drawn, and the charts with the same figures as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from huiqi.casework.domain import fact_values
from huiqi.kernel.money import chinese_unit
from huiqi.rulebook.queries import FactEntry
from huiqi.ui.words import chosen

# What people look for first; then whatever else has figures of several years.
_FIRST = (
    "yearly_sales", "operating_revenue", "yearly_rd_expense", "rd_expense", "staff", "total_assets", "class_one_ip",
    "invention_patents",
)  # fmt: skip
_SHOWN_MOST = 6
_YEARS_MOST = 8


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure over years: its name, the chart, and for each year what it was in words (None: nothing is known)."""

    name: str
    label: str
    unit: str
    latest: str
    option: Mapping[str, object]
    cells: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The key figures of a company, and the years of their table."""

    years: tuple[str, ...]
    figures: tuple[Figure, ...]


def key_figures(numbers: Mapping[str, Mapping[str, Decimal]], words: Mapping[str, FactEntry]) -> Figures:
    """Return the figures that have at least two years, by name and year; the rest has nothing to draw."""
    drawn = [name for name, series in numbers.items() if len(series) > 1 and name in words]
    drawn.sort(key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name))
    shown = drawn[:_SHOWN_MOST]
    years = sorted({year for name in shown for year in numbers[name]})[-_YEARS_MOST:]
    return Figures(tuple(years), tuple(figure(words[name], numbers[name], years) for name in shown))


def figure(entry: FactEntry, series: Mapping[str, Decimal], years: Sequence[str]) -> Figure:
    """Return one figure with its chart; money is drawn in the unit in which people say the largest of it."""
    scale, unit_zh = Decimal(1), entry.unit_zh
    unit_en = fact_values.unit(entry)[1]
    if entry.type == "money":
        scale, unit_zh = chinese_unit(max(abs(value) for value in series.values()))
        unit_en = {"元": "yuan", "万元": "10,000 yuan", "亿元": "100 million yuan"}[unit_zh]
    cells = tuple(chosen(*fact_values.said(series[year], entry)) if year in series else None for year in years)
    # A picture, not money: what is exact stands in the table.
    heights = [float(series[year] / scale) if year in series else None for year in years]
    return Figure(
        name=entry.id,
        label=chosen(entry.zh, entry.en),
        unit=chosen(unit_zh, unit_en),
        latest=next((cell for cell in reversed(cells) if cell is not None), ""),
        option=chart(years, heights),
        cells=cells,
    )


def chart(years: Sequence[str], heights: Sequence[float | None]) -> dict[str, object]:
    """Return a small column chart; a year of which nothing is known has no column, one of 0 has its figure."""
    return {
        "grid": {"left": 4, "right": 4, "top": 22, "bottom": 22},
        "xAxis": {"type": "category", "data": list(years), "axisTick": {"show": False}},
        "yAxis": {"type": "value", "show": False},
        "series": [
            {"type": "bar", "data": [rounded(height) for height in heights], "barMaxWidth": 36, "label": {"show": True, "position": "top"}}
        ],
    }  # fmt: skip


def rounded(height: float | None) -> float | None:
    """Return a height with three digits that count, for the picture."""
    return None if height is None else float(f"{height:.4g}")
