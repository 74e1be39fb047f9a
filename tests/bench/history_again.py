"""Proves a history that `sohoa history export` wrote, with nothing of the program's: works every hash out again.

    python3 history_again.py HISTORY.jsonl

The way is told in crates/station/src/store/chain.rs; this file shares nothing with it.
"""
import hashlib
import json
import sys
import uuid


def told(value):
    data = value.encode()
    return len(data).to_bytes(8, "little") + data


def identity(value):
    data = uuid.UUID(value).bytes if value else b""
    return len(data).to_bytes(8, "little") + data


def prove(lines):
    before = bytes(32)
    for nth, line in enumerate(lines, 1):
        entry = json.loads(line)
        data = hashlib.sha256(b"sohoa-history-1\0" + before)
        data.update(identity(entry["id"]) + told(entry["at"]) + told(entry["who"]))
        data.update(identity(entry["person"]) + identity(entry["station"]) + told(entry["op"]))
        data.update(identity(entry["book"]) + identity(entry["of"]) + identity(entry["batch"]))
        for place, (body, over) in enumerate(entry["changes"]):
            data.update(place.to_bytes(8, "little") + told(body) + (b"\0" if over is None else b"\1" + told(over)))
        before = data.digest()
        if before.hex() != entry["hash"] or entry["entry"] != nth:
            return nth, None
    return None, before.hex()


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        wrong, head = prove(file)
    print(f"entry {wrong} is not what was written down" if wrong else f"whole, head {head}")
    sys.exit(1 if wrong else 0)
