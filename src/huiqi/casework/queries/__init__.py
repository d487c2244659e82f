"""Reading casework: runs and what they gave, snapshots, what-ifs, each company's present answers."""

from __future__ import annotations

from huiqi.casework.queries.clause_rows import ClauseRow, ClauseRows, clause_rows
from huiqi.casework.queries.comparisons import ChangedCompany, Comparison, changed_companies, comparison
from huiqi.casework.queries.portrait import HIDDEN, FactLine, Portrait, fact_story, portrait
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
from huiqi.casework.queries.words import entry_of, fact_words

__all__ = [
    "HIDDEN",
    "CannotReadSnapshot",
    "CannotSeeRun",
    "ChangedCompany",
    "ClauseRow",
    "ClauseRows",
    "CompanyTrace",
    "Comparison",
    "FactLine",
    "Offered",
    "Portrait",
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
    "entry_of",
    "fact_story",
    "fact_words",
    "figures_for",
    "offered_runs",
    "path_of",
    "portrait",
    "run_of",
    "runs",
    "scopes",
    "unreadable_words",
]
