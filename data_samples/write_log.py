"""Writes the access log three ways, as if the charity had changed its system twice.

First a CSV, then a Parquet file with typed times, then the audit log export of Microsoft 365.
The CSV and the export hold some events twice, and the export holds events of other sites.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import uuid
from collections.abc import Collection
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq

from chs_audit.records import BY_NAME, Type
from data_samples.charity import Charity, Row
from data_samples.days import AS_AT, LONDON, PARQUET_FROM, PURVIEW_FROM, at, some_day

SITE = "https://lanterns.example/sites"
REPEATED_IN_CSV = 12
REPEATED_IN_EXPORT = 60
ELSEWHERE = 400
OVERRIDES = "overrides"
_OPERATIONS = {
    "view": ("FileAccessed", "FileAccessed", "FilePreviewed"),
    "edit": ("FileModified",),
    "download": ("FileDownloaded",),
}
_OTHER_SITES = (
    f"{SITE}/finance/Shared Documents/budget/forecast.xlsx",
    f"{SITE}/trustees/Shared Documents/minutes/september.docx",
    f"{SITE}/records/Site Pages/Home.aspx",
    "https://lanterns-my.example/personal/office/Documents/rota.xlsx",
)


def write(charity: Charity, records: Path) -> None:
    """Write the three files, and a short one with the overrides that the export cannot hold."""
    logged = charity.tables["access_log"]
    events = [row for row in logged if row["source"] != OVERRIDES]
    _csv(
        [row for row in logged if row["source"] == OVERRIDES], records / "access_log-overrides.csv"
    )
    parquet, cloud = at(PARQUET_FROM, 0), at(PURVIEW_FROM, 0)
    first = [row for row in events if row["occurred_at"] < parquet]
    repeated = charity.random("repeated rows").sample(first, REPEATED_IN_CSV)
    _csv(first, records / "access_log-2023.csv", {row["event_id"] for row in repeated})
    _parquet(
        [row for row in events if parquet <= row["occurred_at"] < cloud],
        records / "access_log-2024.parquet",
    )
    _export(
        charity,
        [row for row in events if row["occurred_at"] >= cloud],
        records / "purview-2026.csv",
    )


def _csv(events: list[Row], path: Path, repeated: Collection[str] = ()) -> None:
    columns = [column.name for column in BY_NAME["access_log"].columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for event in events:
            line = [_cell(event[name]) for name in columns]
            writer.writerow(line)
            if event["event_id"] in repeated:
                writer.writerow(line)


def _cell(value: object) -> object:
    if isinstance(value, dt.datetime):
        # No event falls in the night of a clock change, so the wall clock is enough.
        return value.astimezone(LONDON).replace(tzinfo=None).isoformat(" ")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _parquet(events: list[Row], path: Path) -> None:
    types = {Type.TIME: pa.timestamp("us", tz="UTC"), Type.YES_NO: pa.bool_()}
    columns = BY_NAME["access_log"].columns
    schema = pa.schema([(column.name, types.get(column.type, pa.string())) for column in columns])
    arrays = {column.name: [row[column.name] for row in events] for column in columns}
    pq.write_table(pa.table(arrays, schema=schema), path)


def _export(charity: Charity, events: list[Row], path: Path) -> None:
    rng = charity.random("export")
    users = {row["staff_id"]: row["user_name"] for row in charity.tables["staff"]}
    lines = []
    for event in events:
        user = users.get(event["staff_id"], "front.desk.temp@lanterns.example")
        file = rng.choice(("visit", "call", "plan", "letter"))
        address = (
            f"{SITE}/records/Shared Documents/{event['person_id']}/{event['section']}/{file}.docx"
        )
        operation = rng.choice(_OPERATIONS[event["action"]])
        when = event["occurred_at"]
        lines.append(_line(rng, event["event_id"], when, operation, user, address, event["place"]))
    lines += rng.sample(lines, REPEATED_IN_EXPORT)
    lines += [_elsewhere(rng, sorted(users.values())) for _ in range(ELSEWHERE)]
    # Newest first, as the portal exports it.
    lines.sort(key=lambda line: (line[1], line[0]), reverse=True)
    with path.open("w", encoding="utf-8", newline="") as file_out:
        writer = csv.writer(file_out)
        writer.writerow(
            ("RecordId", "CreationDate", "RecordType", "Operation", "UserId", "AuditData")
        )
        writer.writerows(lines)


def _elsewhere(rng: Random, users: list[str]) -> tuple[str, ...]:
    on = some_day(rng, PURVIEW_FROM, AS_AT)
    when = at(on, rng.randint(8, 18), rng.randint(0, 59), rng.randint(0, 59))
    number = str(uuid.UUID(int=rng.getrandbits(128), version=4))
    address = rng.choice(_OTHER_SITES)
    return _line(rng, number, when, "FileAccessed", rng.choice(users), address, "203.0.113.9")


def _line(
    rng: Random,
    number: str,
    when: dt.datetime,
    operation: str,
    user: str,
    address: str,
    place: str,
) -> tuple[str, ...]:
    # The portal writes the same person's name in whatever case they signed in with.
    signed_in = rng.choice((user, user, user.title(), user.upper()))
    clock = f"{when:%Y-%m-%dT%H:%M:%S}"
    data = {
        "Id": number,
        "CreationTime": clock,
        "RecordType": 6,
        "Operation": operation,
        "UserId": signed_in,
        "ObjectId": address,
        "ClientIP": place,
        "Workload": "OneDrive" if "-my." in address else "SharePoint",
        "Version": 1,
    }
    return (number, f"{clock}.0000000Z", "6", operation, signed_in, json.dumps(data))
