"""How a cell is written, type by type: SQL that tidies it, names its form, and types it."""

from __future__ import annotations

from chs_audit.records import Column, Type
from chs_audit.sources.raw import quoted

LONGEST = 32_767
ISO = "iso"
UK = "uk"
AMERICAN = "american"
BLANK = "blank"
TRUE = ("yes", "y", "true", "1")
FALSE = ("no", "n", "false", "0")

_WHITE = "chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(32) || chr(160) || chr(8239) || chr(65279)"
_ISO_DAY = r"\d{4}-\d{2}-\d{2}"
_UK_DAY = r"\d{1,2}/\d{1,2}/\d{4}"
_CLOCK = r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?"
_ZONE = r"(Z|[+-]\d{2}:?\d{2})"
_UK_TIMES = "['%d/%m/%Y %H:%M', '%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M:%S.%f']"


def tidy(sql: str, column: Column) -> str:
    """SQL for a cell without white space around it, lower-cased where case means nothing.

    Blank cells become NULL; lists of words are written `a;b`.
    """
    if column.type in (Type.WORD, Type.WORDS, Type.YES_NO):
        sql = f"lower({sql})"
    if column.type is Type.WORDS:
        words = f"list_transform(string_split({sql}, ';'), lambda word: trim(word, {_WHITE}))"
        sql = f"array_to_string(list_filter({words}, lambda word: word <> ''), ';')"
    return f"nullif(trim({sql}, {_WHITE}), '')"


def form(column: Column, zone: str) -> str:
    """SQL that names how a tidied cell is written, NULL where there is nothing to remark.

    The names are `iso`, `uk` and `american` for dates and times, and else those of faults.
    """
    x = f'"{column.name}"'
    blank = quoted(BLANK) if column.required else "NULL"
    of_type = {
        Type.TEXT: "NULL",
        Type.WORD: f"CASE WHEN {x} NOT IN ({_list(column.words)}) THEN 'word' END",
        Type.WORDS: f"CASE WHEN NOT list_has_all([{_list(column.words)}], string_split({x}, ';')) "
        "THEN 'words' END",
        Type.YES_NO: f"CASE WHEN {x} NOT IN ({_list((*TRUE, *FALSE))}) THEN 'yes_no' END",
        Type.NUMBER: f"CASE WHEN NOT regexp_full_match({x}, '[+-]?\\d{{1,18}}(\\.0+)?') "
        "THEN 'number' END",
        Type.DATE: _date_form(x, zone),
        Type.TIME: _time_form(x, zone),
    }[column.type]
    return (
        f"CASE WHEN {x} IS NULL THEN {blank} WHEN length({x}) > {LONGEST} THEN 'long' "
        f"ELSE {of_type} END"
    )


def typed(column: Column, form_of_dates: str, zone: str) -> str:
    """SQL that gives a tidied cell its type, NULL where that cannot be done."""
    x = f'"{column.name}"'
    if column.type is Type.YES_NO:
        return f"CASE WHEN {x} IN ({_list(TRUE)}) THEN true WHEN {x} IN ({_list(FALSE)}) THEN false END"
    if column.type is Type.NUMBER:
        return f"TRY_CAST(regexp_replace({x}, '\\.0+$', '') AS BIGINT)"
    if column.type is Type.DATE:
        return _date(x, form_of_dates, zone)
    if column.type is Type.TIME:
        return _time(x, form_of_dates, zone)
    return x


def sql_type(column: Column) -> str:
    """The DuckDB type of a column."""
    return {
        Type.DATE: "DATE",
        Type.TIME: "TIMESTAMP",
        Type.YES_NO: "BOOLEAN",
        Type.NUMBER: "BIGINT",
    }.get(column.type, "VARCHAR")


def local(utc: str, zone: str) -> str:
    """SQL for the wall clock in `zone` at a moment held as UTC without a zone."""
    return f"timezone({quoted(zone)}, timezone('UTC', {utc}))"


def _list(words: tuple[str, ...]) -> str:
    return ", ".join(quoted(word) for word in words)


def _full(x: str, pattern: str) -> str:
    return f"regexp_full_match({x}, {quoted(pattern)})"


def _month_first(x: str) -> str:
    first, second = (f"TRY_CAST(split_part({x}, '/', {n}) AS INTEGER)" for n in (1, 2))
    return f"({second} > 12 AND {first} BETWEEN 1 AND 12)"


def _judged(value: str, good: str) -> str:
    """The form's name, unless the day does not exist or is in no year anybody means."""
    return (
        f"CASE WHEN {value} IS NULL THEN 'impossible' "
        f"WHEN year({value}) NOT BETWEEN 1900 AND 2100 THEN 'year' ELSE {good} END"
    )


def _slashed(x: str, value: str, good: str) -> str:
    return f"CASE WHEN {_month_first(x)} THEN '{AMERICAN}' ELSE {_judged(value, good)} END"


def _rest(x: str) -> str:
    short = _full(x, r"\d{1,2}/\d{1,2}/\d{2}( .*)?")
    serial = _full(x, r"\d{5,6}(\.\d+)?")
    return f"WHEN {short} THEN 'short' WHEN {serial} THEN 'serial'"


def _date(x: str, form_of_dates: str, zone: str) -> str:
    """The day; of a moment, as exports often write instead, its day in the charity's zone."""
    if form_of_dates == UK:
        day = f"split_part(replace({x}, 'T', ' '), ' ', 1)"
        return f"TRY_CAST(try_strptime({day}, '%d/%m/%Y') AS DATE)"
    moment = f"timezone('UTC', TRY_CAST({x} AS TIMESTAMPTZ))"
    return (
        f"CASE WHEN {_full(x, _ISO_DAY + _CLOCK + _ZONE)} THEN CAST({local(moment, zone)} AS DATE) "
        f"ELSE CAST(TRY_CAST({x} AS TIMESTAMP) AS DATE) END"
    )


def _date_form(x: str, zone: str) -> str:
    iso = _full(x, f"{_ISO_DAY}({_CLOCK}{_ZONE}?)?")
    return (
        f"CASE WHEN {iso} THEN {_judged(_date(x, ISO, zone), quoted(ISO))} "
        f"WHEN {_full(x, f'{_UK_DAY}({_CLOCK})?')} "
        f"THEN {_slashed(x, _date(x, UK, zone), quoted(UK))} "
        f"{_rest(x)} ELSE 'date' END"
    )


def _written(x: str, form_of_dates: str) -> str:
    """The wall clock as written, whatever the zone."""
    if form_of_dates == UK:
        return f"try_strptime(replace({x}, 'T', ' '), {_UK_TIMES})"
    return f"TRY_CAST(regexp_replace({x}, '{_ZONE}$', '') AS TIMESTAMP)"


def utc(written: str, zone: str) -> str:
    """UTC for a wall clock; of the two moments it may mean when clocks go back, the earlier.

    DuckDB takes the later one, which lies an hour (in one place half an hour) after the other.
    """
    later = f"timezone('UTC', timezone({quoted(zone)}, {written}))"
    cases = " ".join(
        f"WHEN {local(f'{later} - INTERVAL {minutes} MINUTE', zone)} = {written} "
        f"THEN {later} - INTERVAL {minutes} MINUTE"
        for minutes in (60, 30)
    )
    return f"CASE {cases} ELSE {later} END"


def _time(x: str, form_of_dates: str, zone: str) -> str:
    naive = utc(_written(x, form_of_dates), zone)
    if form_of_dates == UK:
        return naive
    with_zone = f"regexp_matches({x}, ':.*{_ZONE}$')"
    absolute = f"timezone('UTC', TRY_CAST({x} AS TIMESTAMPTZ))"
    return f"CASE WHEN {with_zone} THEN {absolute} ELSE {naive} END"


def _time_form(x: str, zone: str) -> str:
    iso, uk = _written(x, ISO), _written(x, UK)
    return (
        f"CASE WHEN {_full(x, _ISO_DAY + _CLOCK)} THEN {_judged(iso, _unless_gap(iso, ISO, zone))} "
        f"WHEN {_full(x, _ISO_DAY + _CLOCK + _ZONE)} "
        f"THEN {_judged(_time(x, ISO, zone), quoted(ISO))} "
        f"WHEN {_full(x, _UK_DAY + _CLOCK)} THEN {_slashed(x, uk, _unless_gap(uk, UK, zone))} "
        f"WHEN {_full(x, f'{_ISO_DAY}|{_UK_DAY}')} THEN 'day_only' "
        f"{_rest(x)} ELSE 'time' END"
    )


def _unless_gap(written: str, good: str, zone: str) -> str:
    """The form's name, unless the clock never showed that time."""
    return f"CASE WHEN {is_gap(written, zone)} THEN 'gap' ELSE '{good}' END"


def is_gap(written: str, zone: str) -> str:
    """SQL: whether clocks went forward over that time: there and back it comes out changed."""
    there = f"timezone('UTC', timezone({quoted(zone)}, {written}))"
    return f"{local(there, zone)} <> {written}"
