"""The names that users need: decide one subject, a population or a register, and say why.

`Engine` and `BatchEngine` answer alike; `Circumstances` holds history, figures and budget of a run; `LargeRegister` counts and
adds up millions of companies without an answer for each.
"""

from __future__ import annotations

from huiqi_rules.api.batch import BatchEngine
from huiqi_rules.api.batches import Uncomputed
from huiqi_rules.api.engine import Circumstances, Engine, Subject
from huiqi_rules.api.large import LargeRegister
from huiqi_rules.api.looking_ahead import with_next_change
from huiqi_rules.api.register import AnswerColumns, RegisterFacts, RegisterRun, run_register
from huiqi_rules.api.why import distances, explain_determination, questions

__all__ = [
    "AnswerColumns",
    "BatchEngine",
    "Circumstances",
    "Engine",
    "LargeRegister",
    "RegisterFacts",
    "RegisterRun",
    "Subject",
    "Uncomputed",
    "distances",
    "explain_determination",
    "questions",
    "run_register",
    "with_next_change",
]
