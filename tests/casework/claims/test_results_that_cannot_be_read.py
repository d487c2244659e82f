"""Whatever a bank or a spreadsheet makes of a result: every line of it is told with its number, and nothing is guessed."""

from __future__ import annotations

import pytest

from huiqi.casework import services
from huiqi.casework.domain.claims.bank_files import LINES_MOST, Flaw, read_result
from huiqi.kernel.actor import Role
from huiqi.register import services as register
from tests.casework.claims.made import PASSED, Crew, claims
from tests.casework.claims.test_claims_are_paid import references, result_of, sent, take
from tests.cast import NOW, SYSTEM

HEAD = "参考号,金额,结果,原因\r\n"


def told(text: str | bytes) -> tuple[list[str], list[tuple[int, Flaw]]]:
    lines, problems = read_result(text if isinstance(text, bytes) else text.encode())
    return [one.reference for one in lines], [(one.line, one.flaw) for one in problems]


@pytest.mark.parametrize(
    "content",
    (
        (HEAD + "a,1,成功,").encode("utf-16"),
        (HEAD + "a,1,成功,").encode("utf-16-le"),
        (HEAD + "a,1,成功,").encode("utf-16-be"),
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00",
        (HEAD + "a,1,失败,\0").encode(),
    ),
)
def test_what_is_no_text_is_not_read(content: bytes) -> None:
    assert told(content) == ([], [(0, Flaw.ENCODING)])


@pytest.mark.parametrize("encoding", ("utf-8", "utf-8-sig", "gb18030"))
def test_each_encoding_that_banks_use_is_read(encoding: str) -> None:
    assert told((HEAD + "a,1,失败,户名䶮不符\r\n").encode(encoding)) == (["a"], [])


@pytest.mark.parametrize(
    ("head", "flaw"),
    (
        ("参考号,结果", Flaw.NO_HEAD),
        ("金额,结果,原因", Flaw.NO_HEAD),
        ("参考号,金额,结果,金额", Flaw.HEAD_TWICE),
        ("参考号,金额,amount,结果", Flaw.HEAD_TWICE),
    ),
)
def test_heads_have_to_be_there_once(head: str, flaw: Flaw) -> None:
    assert told(f"{head}\r\na,1,成功,") == ([], [(0, flaw)])


def test_lines_are_counted_as_an_editor_shows_them() -> None:
    assert told(HEAD + "\r\n,,,\r\na,x,成功,\r\n\r\nb,1,成功,") == (["b"], [(4, Flaw.BAD_AMOUNT)])


def test_a_quotation_mark_that_swallows_lines_hides_none_of_them() -> None:
    text = HEAD + 'a,1,成功,\r\nb,1,失败,"户名\r\nc,1,成功,\r\nd,1,成功,"\r\ne,1,成功,'
    assert told(text) == (["a", "e"], [(3, Flaw.BROKEN)])
    assert told(HEAD + 'a,1,成功,\r\nb,1,失败,"户名\r\nc,1,成功,') == (["a"], [(3, Flaw.BROKEN)])
    assert told(HEAD + 'a,1,成功,\r\nb,1,失败,"' + "户" * 200_000) == ([], [(3, Flaw.BROKEN)])


def test_cells_that_have_moved_are_not_taken_for_others() -> None:
    assert told(HEAD + "a,300,000,成功,\r\nb,1,成功,x,y\r\nc,1,成功,,,\r\nd,1") == (
        ["c"], [(2, Flaw.BAD_RESULT), (3, Flaw.MORE_CELLS), (5, Flaw.BAD_RESULT)],
    )  # fmt: skip


@pytest.mark.parametrize(
    "amount",
    ("=1+1", "+1-0", "@SUM(1)", "¥1", "1元", "一", "", "1 000", "Infinity", "1e0", "1E+05", "1_0", "1，00", "10，00.5"),
)
def test_an_amount_is_a_number_and_no_formula(amount: str) -> None:
    assert told(HEAD + f"a,{amount},成功,") == ([], [(2, Flaw.BAD_AMOUNT)])


def test_a_file_that_is_too_long_is_refused_whole() -> None:
    text = HEAD + "".join(f"{number},1,成功,\r\n" for number in range(LINES_MOST + 1))
    assert told(text) == ([], [(0, Flaw.TOO_LONG)])


def test_what_one_line_says_wrongly_keeps_the_others_of_its_reference_away() -> None:
    assert told(HEAD + "a,1,成功,\r\na,x,成功,") == ([], [(2, Flaw.TWICE), (3, Flaw.BAD_AMOUNT)])


def test_a_result_for_another_zone_books_nothing(crew: Crew) -> None:
    made = crew.confirmed(crew.round())
    content = result_of(*((one, 300000, "成功", "") for one in references(sent(crew, made))))
    other = register.add_organisation(kind="zone", name="另一高新区", actor=SYSTEM, now=NOW)
    stranger = crew.cast.person("另一区财务", (Role.FINANCE_OFFICER, other))
    matched = services.take_result(zone=other.pk, content=content, actor=stranger, now=PASSED)
    assert (matched.paid, [one.flaw for one in matched.problems]) == (0, [Flaw.UNKNOWN] * 2)
    with pytest.raises(services.CannotPay):
        services.take_result(zone=crew.cast.zone.pk, content=content, actor=stranger, now=PASSED)
    assert {claim.state for claim in claims(made)} == {"paying"}
    assert crew.books.has(made.line)["payable"] == 600_000


def test_a_reason_that_would_be_a_formula_stays_text(crew: Crew) -> None:
    made = crew.confirmed(crew.round(crew.companies[:1]))
    (reference,) = references(sent(crew, made))
    assert take(crew, result_of((reference, 300000, "失败", "=cmd|'/c calc'!A1"))).failed == 1
    assert claims(made)[0].reason == "=cmd|'/c calc'!A1"
    again = sent(crew, made)
    assert references(again) != [reference], "it goes out again under a reference of its own"


def test_a_reference_that_a_spreadsheet_shortened_is_told_as_such(crew: Crew) -> None:
    made = crew.confirmed(crew.round(crew.companies[:1]))
    sent(crew, made)
    content = result_of(
        ("2.02611E+15", 300000, "成功", ""), ("9026112200019990", 300000, "成功", ""), ("ab", 300000, "成功", "")
    )
    matched = take(crew, content)
    assert [one.flaw for one in matched.problems] == [Flaw.SHORTENED, Flaw.SHORTENED, Flaw.UNKNOWN]
    assert claims(made)[0].state == "paying", "nothing is guessed"
