"""English: the words that a company owner reads."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from huiqi_rules.explain.numerals import grouped, short_in
from huiqi_rules.explain.wording import Wording

UNITS: Final = {
    "yuan": ("yuan", "yuan"), "person": ("person", "people"), "firm": ("firm", "firms"), "job": ("job", "jobs"),
    "item": ("item", "items"), "m2": ("m²", "m²"), "year": ("year", "years"), "month": ("month", "months"),
    "day": ("day", "days"), "hour": ("hour", "hours"), "point": ("point", "points"),
}  # fmt: skip

PHRASES: Final = {
    "list_separator": ", ", "or_separator": "; ", "clause_separator": "; ", "stop": ".", "colon": ": ", "comma": ", ",
    "brackets": " ({text})", "quoted": "“{text}”", "yes": "yes", "no": "no", "absent": "none", "unknown": "unknown",
    "none_of": "none", "range": "{low} to {high}", "above_shown": "{value} or more", "up_to": "up to {high}",
    # Comparisons: plain, for counts, for days
    "at_least": "at least {value}", "above": "more than {value}", "at_most": "at most {value}", "below": "less than {value}",
    "at_least_count": "at least {value}", "above_count": "more than {value}", "at_most_count": "at most {value}",
    "below_count": "fewer than {value}",
    "at_least_date": "on or after {value}", "above_date": "after {value}", "at_most_date": "on or before {value}",
    "below_date": "before {value}", "equal": "{value}", "unequal": "other than {value}",
    "is_absent": "{name}: none", "is_present": "{name}: on record",
    "within": "between {low} and {high}",
    # Questions and answers
    "is": "{name}: {value}", "is_code": "{name}: {value}", "is_years": "{name} {value}",
    "in_fact": "{value}", "from_figures": "{value} ({figures})", "result": "{figures} = {value}",
    "required": "needed: {comparison}", "applies": "{comparison}", "needs_yes": "needed: yes",
    "needs_no": "needed: no",
    "needs_one_of": "needed: at least one of: {options}", "needs_option": "needed: one of: {options}",
    "reason": "Source: {source}", "ground": "this applies because: {ground}", "band_ground": "{ground}",
    "all_of": "all of these must hold", "one_of": "one of these is enough", "contrary": "this must not hold",
    "missing": "still missing: {names}", "unpublished": "{name} is not published", "so_far": "so far {figure}",
    "missing_short": "still missing {names}", "band_limits": "limits {limits}", "better_of": "the better counts", "lower_of": "the lower counts",
    "sum_of": "together",
    "points": "{points} points", "points_open": "{points}", "band_reached": "{limit} or more earns {points}",
    "band_next": "{limit} would earn {points}", "ceiling_reached": "{limit} or less earns {points}",
    "ceiling_next": "{limit} or less would earn {points}",
    "certainty_reading": " (not spelled out in the text; this is how we read it)",
    "certainty_memory": " (to be checked against the original text)",
    "certainty_secondary": " (from an official explanation)",
    "sum_years": "{name} together", "least_years": "the lowest {name}", "latest_year": "{name}",
    "count_years": "years on record of {name}",
    # Headlines
    "met_title": "Eligible: {title}", "met": "Eligible", "met_amount": "Eligible for {amount}",
    "met_range": "Eligible for {amount}; the exact amount is not settled yet",
    "met_up_to": "Eligible for {amount}; the exact amount is not published",
    "met_unpublished": "Eligible; the amount is not published",
    "met_waiting": "Eligible; the amount is not settled yet, information missing: {count}",
    "met_waiting_only": "Eligible; the amount is not settled yet", "met_zero": "Eligible, but the amount this time is 0 yuan",
    "not_met": "Not eligible yet: {count} to go", "not_met_limits": "Not eligible this time: {reasons}",
    "unknown_missing": "Cannot be told yet: information missing: {count}",
    "unknown_unpublished": "Cannot be told yet: not published: {names}",
    "unknown_waiting": "Cannot be told yet: this depends on {reasons}", "unknown_no_answer": "Cannot be told: the information given leads to no answer",
    "no_answer": "the information given leads to no answer (a division by zero, or a case that the policy does not list)",
    "not_in_force": "No text of this policy applies on {day}",
    "on_day": "{title} ({day})", "clause_met": "met", "clause_not_met": "not met", "clause_unknown": "cannot be told yet",
    "amount": "Amount: {amount}", "amount_open": "The amount is not settled yet", "amount_if": "Amount if eligible: {amount}",
    "amount_open_figures": "The amount is not settled yet: {amount}", "amount_unpublished": "The amount is not published", "unknown_unpublished_count": "Cannot be told yet: {count} figures of the policy are not published",
    "no_money": "no money", "payer": "{payer} bears {amount}", "payers": "Shared between payers: {payers}",
    "next_period": "May be claimed again from {year} on", "place": "Place {place}", "next_change": "The answer changes on {day}",
    # Limits: what each did
    "from_to": "from {before} to {after}", "limit_at_most": "more than the most that this pays, {change}",
    "limit_at_most_range": "this pays {ceiling} at most",
    "limit_negative": "the sum came out below zero and counts as 0",
    "limit_negative_range": "what is below zero counts as 0, {change}",
    "limit_cap": "the cap “{cap}” allows {most} ({used} used before), {change}",
    "limit_cap_unknown": "the cap “{cap}” applies and its figure is not published, {change}",
    "limit_first_time": "only the first time is rewarded; it was awarded {awarded}",
    "limit_once_per": "only once in the period; it was awarded {awarded}",
    "limit_cooling_off": "it was awarded {awarded} and cannot be awarded again for {years} years",
    "limit_most_times": "at most {most} times; it was awarded {times} times",
    "limit_ranking_floor": "below the least that the contest asks for",
    "limit_ranking": "place {place}; there are {places} places", "limit_ranking_prize": "place {place}, {change}",
    "limit_ranking_open": "the place is not settled: it waits for {waits_for}",
    "limit_tie": "level with {level_with} more at place {place}, and the policy does not say what a tie means, {change}",
    "limit_quota": "there are {quota} places; this is number {place}",
    "limit_quota_open": "there are {quota} places; whether this is among them is not settled",
    "limit_highest_only": "only the highest of one kind is paid; “{higher}” is higher",
    "limit_highest_only_paid": "only the highest of one kind is paid; {paid_before} was paid before, {change}",
    "limit_highest_only_open": "only the highest of one kind is paid; it waits for “{rival}”",
    "limit_interim": "{share} is paid in advance, {change}", "limit_final": "less {paid_before} paid in advance, {change}",
    "limit_recover": "{paid_before} was paid in advance, more than is due; {owed_back} is to be paid back",
    "limit_stage": "whether this is the advance or the final payment is not known, {change}",
    "pool_title": " “{title}”", "limit_pool": "the budget{pool} has {left} left, {change}",
    "limit_pool_ratio": "the budget{pool} is {budget} and claims come to {asked}; all are cut by one ratio, {change}",
    "limit_unbalanced": "the payers' amounts come to {payers}, the award is {award}",
    "limit_unbalanced_below": "a payer would bear {below}; none bears less than 0",
    "limit_other": "the limit “{limit}” applies, {change}", "some_year": "before", "in_year": "in {year}", "others": "others",
    "unchanged": "the amount is still open", "open_limit": " (not settled yet)",
    # What an answer that limits left open waits for
    "wait_first_time": "whether it is the first time", "wait_once_per": "whether it was awarded in the same period",
    "wait_cooling_off": "whether the waiting years are over", "wait_most_times": "how often it was awarded",
    "wait_ranking": "the places of others", "wait_tie": "what a tie means", "wait_prize": "the prize money",
    "wait_quota": "whether places are left", "wait_highest_only": "the other awards of the kind",
    "wait_interim": "what was paid in advance", "wait_final": "what was paid in advance",
    "wait_stage": "whether this is the advance or the final payment", "wait_cap": "what is left under the cap",
    "wait_pool": "what is left of the budget", "wait_payers": "the amounts of the payers",
    "wait_unbalanced": "the amounts of the payers",
    # How to get there
    "distance_heading": "What would make it eligible (arithmetic only: figures and facts must be true)", "distance_of": "{condition}", "distance_option": "{changes}",
    "distance_none": "no change of the present figures or choices was found that would do",
    "distance_none_missing": "{names} must be known before the distance can be told",
    "distance_several": "no single change is enough; these together: {changes}", "alternatives": "any one of these:", "and": ", and ",
    "raise": "raise {name} from {before} to {to}",
    "lower": "lower {name} from {before} to {to}",
    "turn": "{name} turns from {before} to {to}", "raise_above": "raise {name} from {before} to more than {beyond}",
    "lower_below": "lower {name} from {before} to less than {beyond}",
    "become": "{name} of {to} (none now)", "become_yes": "“{name}” must be yes (it is no)", "become_no": "“{name}” must be no (it is yes)",
    "become_option": "{name} turns from “{before}” to {to}", "become_first_option": "{name} is {to}",
    "add": "{name}: have {to}", "drop": "{name}: without {to}",
    "day_earlier": "{name} on or before {to} (now {before})", "day_later": "{name} on or after {to} (now {before})",
    "waiting_day": "nothing to do: it holds by itself from {day} on", "more_by": "at least {by} more", "less_by": "at least {by} less", "gain": "{points} points more",
    "breaks": " (but then this no longer holds: {names})", "or_option": "{first} or {second}",
    # Questions
    "questions_heading": "Please tell us (what settles most comes first)", "ask_yes_no": "Yes or no: {name}?",
    "ask_number": "{name} (in {unit})?", "ask_ratio": "{name} (per cent)?", "ask_plain": "{name}?", "ask_date": "Date of: {name}?",
    "ask_option": "Which one: {name} ({options})?", "ask_set": "Any of these, or none: {name} ({options})?",
    "ask_years": "{name}, year by year (in {unit})?", "decides_alone": " (this answer alone settles something)",
    "unpublished_heading": "Not published by the policy", "facts_heading": "What this rests on",
}  # fmt: skip


def money(amount: Decimal) -> str:
    """Return yuan in millions where that is exact within two decimals, else in full."""
    short = short_in(amount, Decimal(1_000_000))
    return f"{short} million yuan" if short is not None else f"{grouped(amount, money=True)} yuan"


def counted(number: str, unit: str) -> str:
    """Return a number with its unit, in the plural but for one."""
    if not unit:
        return number
    first, *below = unit.split("/")
    words = UNITS.get(first, (first, first))
    counted_unit = words[0] if number in ("1", "-1") else words[1]
    return " per ".join([f"{number} {counted_unit}", *(UNITS.get(part, (part, part))[0] for part in below)])


def day(moment: date) -> str:
    """Return a calendar day."""
    months = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
              "November", "December")  # fmt: skip
    return f"{moment.day} {months[moment.month - 1]} {moment.year}"


def year_name(name: str, years: tuple[int, ...]) -> str:
    """Return the name of an annual fact with its years behind: R&D expense 2021 to 2023."""
    bare = name.removesuffix(" by year")
    if not years:
        return f"{bare} of each year"
    if len(years) > 1 and years == tuple(range(years[0], years[-1] + 1)):
        return f"{bare} {years[0]} to {years[-1]}"
    return f"{bare} {', '.join(map(str, years))}"


def inside(text: str) -> str:
    """Return a name without its capital, but for abbreviations."""
    return text[0].lower() + text[1:] if len(text) > 1 and text[1].islower() else text


EN: Final = Wording("en", PHRASES, money, counted, day, year_name, inside)
