"""Inputs from which the fuzzer starts: sound files, and texts that schools write."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.fuzz.targets import COLUMNS, SEPARATOR, TARGETS, sound_parts
from pushpull_sched.workbook.schema import SHEETS

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
FREQUENCIES = (
    "30 min 2x weekly",
    "2 x 30",
    "45 min Weekly",
    "60 min x 2 Times = 120 min Weekly",
    "300 min Yearly",
    "5x weekly 42 min",
    "20 minutes one time per month",
    "Twice weekly 30 min, 3 of 4 weeks",
    "30 min every other week",
    "biweekly",
    "1 hr 30 min per 6-day cycle",
    "once a quarter for 15-20 minutes",
    "3 Std.",
)
TEXTS = (
    *FREQUENCIES,
    "8:30 AM",
    "1:15",
    "0830",
    "8h30",
    "Mon-Fri",
    "MTWThF",
    "A,B",
    "odd",
    "1,3",
    "3 of 4",
    "2026-09-01",
    "9/1/26",
    "PK",
    "3rd",
    "yes",
    "20-45",
    "push-in",
    "#N/A",
    "student 12; grade 3",
    "00123",
)
_SESSION = (
    b'{"schema_version":1,"sessions":[{"session_id":"1","week":1,"day":"Mon",'
    b'"start":"08:30","end":"09:00","minutes":30,"setting":"pull-out",'
    b'"provider_id":"P1","room_id":"R","class_id":null,"group_size":1,"services":'
    b'[{"service_id":"S1-Speech-1","service":"Speech","student_id":"S1"}]}]}'
)
_ROWS = (
    b"session_id,week,day,start,end,minutes,setting,provider_id,room_id,class_id,"
    b"service,service_id,student_id,group_size\n"
    b"1,1,Mon,08:30,09:00,30,pull-out,P1,R,,Speech,S1-Speech-1,S1,1\n"
)


def seeds() -> Mapping[str, tuple[bytes, ...]]:
    """Return the first inputs of every target."""
    return {name: tuple(_seeds(name)) for name in TARGETS}


def _seeds(name: str) -> Iterator[bytes]:
    match name:
        case "cells":
            for place in range(len(COLUMNS)):
                yield bytes((place, 0, 0)) + TEXTS[place % len(TEXTS)].encode()
                yield bytes((place, 2 + place % 6, place % 12)) + b"\x1e\0\0"
        case "frequency":
            yield from (text.encode() for text in FREQUENCIES)
        case "workbook":
            for place, part in enumerate(sound_parts().values()):
                yield bytes((place,)) + part
            yield b"\xffPK\x03\x04"
        case "csv-folder":
            folder = SAMPLES / "csv-school"
            files = [folder / f"{sheet.key}.csv" for sheet in SHEETS]
            yield SEPARATOR.join(
                file.read_bytes() if file.exists() else b"" for file in files
            )
        case "schedule":
            yield b"\0" + _SESSION
            yield b"\1" + _ROWS
            yield b"\2" + _ROWS.replace(b",", b"\t")
