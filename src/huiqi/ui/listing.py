"""A list page from a description: search, filters, sorting, paging, and the same rows as an Excel file.

A list costs two queries of its own however many rows it has: one counts, one reads a page. Filters and sorting stand in the
address, so that a list can be kept and sent to others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Count, Model, QuerySet, Sum
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from huiqi.kernel.words import headed
from huiqi.ui.exports import workbook
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    Pages = Paginator[Any]
else:
    Pages = Paginator

Row = TypeVar("Row", bound=Model)
PAGE_SIZE = 50
_SEARCH_MOST = 100


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its head in both languages, how its cell is made of a row, and by what it is sorted.

    `cell` gives the value, as it is exported; a Decimal, day or moment is formatted by the table. `link` makes the cell a link.
    `kind` is `text`, `number` (aligned right), `day` (never broken), `wide` or `hash` (its beginning).
    """

    key: str
    zh: str
    en: str
    cell: Callable[[Row], object]
    sort: tuple[str, ...] = ()
    link: Callable[[Row], str] | None = None
    kind: str = "text"

    @property
    def head(self) -> str:
        """Return the head in the language in use."""
        return chosen(self.zh, self.en)


@dataclass(frozen=True, slots=True)
class Filter(Generic[Row]):
    """One choice over a list. `choices` holds (value, Chinese, English); a value that is not among them is not applied."""

    key: str
    zh: str
    en: str
    choices: Sequence[tuple[str, str, str]]
    narrow: Callable[[QuerySet[Row], str], QuerySet[Row]]

    @property
    def label(self) -> str:
        """Return the label in the language in use."""
        return chosen(self.zh, self.en)

    def options(self) -> list[tuple[str, str]]:
        """Return the values with their names in the language in use."""
        return [(value, chosen(zh, en)) for value, zh, en in self.choices]

    def chosen_in(self, asked: QueryDict) -> str:
        """Return the value that is asked for, if it is one of the choices."""
        value = asked.get(self.key, "")
        return value if any(value == known for known, _, _ in self.choices) else ""


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """A list: what it is called, its columns, filters and search. `order` is its order until somebody sorts it.

    `best_first` is what the search adds to its rows, by which they come before anything else where nobody sorts.
    """

    zh: str
    en: str
    columns: Sequence[Column[Row]]
    order: tuple[str, ...]
    filters: Sequence[Filter[Row]] = ()
    search: Callable[[QuerySet[Row], str], QuerySet[Row]] | None = None
    best_first: tuple[str, ...] = ()
    search_hint: tuple[str, str] = ("", "")
    # A field with amounts in yuan: what all that is listed comes to stands beneath it.
    total: str = ""
    # Who issues it and when, on every printed page of its Excel file.
    issued: str = ""
    empty: tuple[str, str] = ("这里还没有内容。", "There is nothing here yet.")

    @property
    def title(self) -> str:
        """Return the title in the language in use."""
        return chosen(self.zh, self.en)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the table shows it."""

    value: object
    link: str
    kind: str
    head: str

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to show; on a phone such a cell takes no line."""
        return self.value is None or self.value == ""


@dataclass(frozen=True, slots=True)
class Shown(Generic[Row]):
    """A list as asked for, for its template."""

    listing: Listing[Row]
    page: Page[Any]
    asked: QueryDict
    sort: str
    kept: Mapping[str, str]
    total: Decimal | None = None

    @property
    def rows(self) -> list[list[Cell]]:
        """Return the cells of the page, row by row."""
        return [
            [Cell(one.cell(row), one.link(row) if one.link else "", one.kind, one.head) for one in self.listing.columns]
            for row in self.page.object_list
        ]

    @property
    def heads(self) -> Iterator[dict[str, object]]:
        """Yield what stands over each column: the head, where a click on it leads, and how it is sorted now."""
        for column in self.listing.columns:
            now = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sort, "")
            after = f"-{column.key}" if self.sort == column.key else column.key
            yield {"column": column, "now": now, "address": self.address(sort=after) if column.sort else ""}

    @property
    def choices(self) -> list[tuple[Filter[Row], str]]:
        """Return the filters, each with what is chosen."""
        return [(one, self.kept.get(one.key, "")) for one in self.listing.filters]

    @property
    def has_search(self) -> bool:
        """Return whether the list can be searched; a template would call `search` itself."""
        return self.listing.search is not None

    @property
    def is_narrowed(self) -> bool:
        """Return whether a search or a filter leaves rows out."""
        return any(value for key, value in self.kept.items() if key != "sort")

    @property
    def hint(self) -> str:
        """Return what can be searched, in the language in use."""
        return chosen(*headed(self.listing.search_hint))

    @property
    def nothing(self) -> str:
        """Return what an empty list says."""
        return chosen(*self.listing.empty)

    def address(self, **changed: str) -> str:
        """Return the query of the list with something changed; a change leads back to the first page."""
        query = QueryDict(mutable=True)
        for key, value in {**self.kept, **changed}.items():
            if value:
                query[key] = value
        return f"?{query.urlencode()}"

    @property
    def export(self) -> str:
        """Return where the same rows are an Excel file."""
        return self.address(format="xlsx")

    @property
    def previous(self) -> str:
        """Return where the page before is."""
        return self.address(page=str(self.page.previous_page_number())) if self.page.has_previous() else ""

    @property
    def next(self) -> str:
        """Return where the next page is."""
        return self.address(page=str(self.page.next_page_number())) if self.page.has_next() else ""


def show_list(
    request: HttpRequest,
    listing: Listing[Row],
    rows: QuerySet[Row],
    *,
    template: str = "layouts/list.html",
    **context: object,
) -> HttpResponse | FileResponse:
    """Return the page of a list as the address asks for it (`q`, filters, `sort`, `page`), or its Excel file (`format=xlsx`).

    `rows` is what the actor may see, from an access-checked query.
    """
    asked = request.GET
    kept = {one.key: value for one in listing.filters if (value := one.chosen_in(asked))}
    for one in listing.filters:
        if one.key in kept:
            rows = one.narrow(rows, kept[one.key])
    sought = " ".join(asked.get("q", "").split())[:_SEARCH_MOST]
    if sought and listing.search:
        kept["q"] = sought
        rows = listing.search(rows, sought)
    sort, order = sorting(listing, asked.get("sort", ""))
    if sort:
        kept["sort"] = sort
    elif "q" in kept:
        order = (*listing.best_first, *order)
    rows = rows.order_by(*order)
    if asked.get("format") == "xlsx":
        lines = ([one.cell(row) for one in listing.columns] for row in rows.iterator(chunk_size=2000))
        return workbook(
            name=listing.title, heads=[one.head for one in listing.columns], rows=lines, issued=listing.issued
        )
    count, total = counted(rows, listing.total)
    page = Counted(rows, count).get_page(asked.get("page"))
    shown = Shown(listing, page, asked, sort, kept, total)
    part = "elements/table.html" if request.headers.get("HX-Target") == "list" else template
    return render(request, part, {"list": shown, **context})


class Counted(Pages):
    """Pages of rows whose number is known already."""

    def __init__(self, rows: QuerySet[Any], count: int) -> None:
        super().__init__(rows, PAGE_SIZE)
        self._known = count

    @cached_property
    def count(self) -> int:
        """Return how many rows there are."""
        return self._known


def counted(rows: QuerySet[Any], field: str) -> tuple[int, Decimal | None]:
    """Return how many rows there are and what a field of them comes to, in yuan; one query."""
    if not field:
        return rows.count(), None
    found = rows.order_by().aggregate(count=Count("pk"), total=Sum(field))
    return found["count"], found["total"]


def sorting(listing: Listing[Row], wanted: str) -> tuple[str, tuple[str, ...]]:
    """Return the sorting that is asked for, if a column has it, and the order of the rows; ties by the list's own order."""
    column = next((one for one in listing.columns if one.key == wanted.lstrip("-") and one.sort), None)
    if column is None:
        return "", listing.order
    turned = tuple(turn(name) for name in column.sort) if wanted.startswith("-") else column.sort
    rest = tuple(name for name in listing.order if name.lstrip("-") not in {part.lstrip("-") for part in turned})
    return wanted, (*turned, *rest)


def turn(name: str) -> str:
    """Return the opposite order of a name."""
    return name[1:] if name.startswith("-") else f"-{name}"
