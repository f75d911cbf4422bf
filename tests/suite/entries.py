"""Reads a calendar with a second parser and writes every entry between two days: id, begin, end, summary, status."""

import json
import sys
from datetime import date, datetime

import icalendar
import recurring_ical_events

begin, end, path = date.fromisoformat(sys.argv[1]), date.fromisoformat(sys.argv[2]), sys.argv[3]
with open(path, "rb") as file:
    calendar = icalendar.Calendar.from_ical(file.read())
for component in calendar.walk():
    assert not component.errors, (component.name, component.errors)


def said(moment):
    if moment is None:
        return None
    moment = moment.dt
    return moment.isoformat() if not isinstance(moment, datetime) else moment.strftime("%Y-%m-%dT%H:%M:%S")


for entry in recurring_ical_events.of(calendar, skip_bad_series=False).between(begin, end):
    line = [str(entry["UID"]), said(entry["DTSTART"]), said(entry.get("DTEND")), str(entry["SUMMARY"]), str(entry.get("STATUS", ""))]
    print(json.dumps(line, ensure_ascii=False))
