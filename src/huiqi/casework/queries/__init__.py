"""Reading casework: runs and what they gave, snapshots, what-ifs, each company's present answers."""

from __future__ import annotations

from huiqi.casework.queries.clause_rows import ClauseRow, ClauseRows, clause_rows
from huiqi.casework.queries.comparisons import ChangedCompany, Comparison, changed_companies, comparison
from huiqi.casework.queries.runs import (
    CannotSeeRun,
    Offered,
    Scope,
    answers_of,
    book_for,
    clause_of,
    clauses_of,
    companies_of,
    comparable_runs,
    figures_for,
    offered_runs,
    run_of,
    runs,
    scopes,
    unreadable_words,
)
from huiqi.casework.queries.snapshots import CannotReadSnapshot, companies, content, path_of
from huiqi.casework.queries.traces import CompanyTrace, company_trace

__all__ = [
    "CannotReadSnapshot",
    "CannotSeeRun",
    "ChangedCompany",
    "ClauseRow",
    "ClauseRows",
    "CompanyTrace",
    "Comparison",
    "Offered",
    "Scope",
    "answers_of",
    "book_for",
    "changed_companies",
    "clause_of",
    "clause_rows",
    "clauses_of",
    "companies",
    "companies_of",
    "company_trace",
    "comparable_runs",
    "comparison",
    "content",
    "figures_for",
    "offered_runs",
    "path_of",
    "run_of",
    "runs",
    "scopes",
    "unreadable_words",
]
