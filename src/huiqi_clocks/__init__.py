"""Clocks: working days by the official calendar, and when something is due.

Plain Python without a database: calendar (make-up days, half days, working hours), terms with pauses and extensions, items in series
and in parallel, duties that come again. A year without a published notice is never trusted: what touches it is provisional.
"""

from __future__ import annotations

from huiqi_clocks.calendar import Calendar as Calendar
from huiqi_clocks.dueness import Due as Due
from huiqi_clocks.dueness import due as due
from huiqi_clocks.duties import Duty as Duty
from huiqi_clocks.duties import Every as Every
from huiqi_clocks.duties import missed as missed
from huiqi_clocks.duties import occasions as occasions
from huiqi_clocks.elapsed import elapsed as elapsed
from huiqi_clocks.elapsed import left as left
from huiqi_clocks.errors import CannotReckon as CannotReckon
from huiqi_clocks.escalation import Step as Step
from huiqi_clocks.escalation import escalations as escalations
from huiqi_clocks.hours import OFFICE_HOURS as OFFICE_HOURS
from huiqi_clocks.hours import WorkingHours as WorkingHours
from huiqi_clocks.items import Item as Item
from huiqi_clocks.items import plan as plan
from huiqi_clocks.notice_text import read_notice as read_notice
from huiqi_clocks.states import Slip as Slip
from huiqi_clocks.states import State as State
from huiqi_clocks.states import slip as slip
from huiqi_clocks.states import state as state
from huiqi_clocks.stops import Excluded as Excluded
from huiqi_clocks.stops import Pause as Pause
from huiqi_clocks.terms import Roll as Roll
from huiqi_clocks.terms import Term as Term
from huiqi_clocks.terms import Unit as Unit
from huiqi_clocks.years import Festival as Festival
from huiqi_clocks.years import Notice as Notice
from huiqi_clocks.years import Year as Year
from huiqi_clocks.years import official_years as official_years
