"""Runs ours and the peer in turns, three times each, and prints a table of the best runs."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

WORK = Path(sys.argv[1])
PEER_PYTHON = sys.argv[2]
ROOT = Path(__file__).resolve().parents[2]
SOHOA = ROOT / "target/release/sohoa"
TIMES = 3


def sohoa(workspace, *words):
    environment = dict(os.environ, SOHOA_WORKSPACE=str(workspace), SOHOA_WHO="bench")
    done = subprocess.run([SOHOA, "--json", *words], env=environment, capture_output=True, check=True)
    return json.loads(done.stdout)


def peak(workspace, *words):
    """Seconds and peak memory (MB) of one command."""
    environment = dict(os.environ, SOHOA_WORKSPACE=str(workspace), SOHOA_WHO="bench")
    started = time.perf_counter()
    process = subprocess.Popen([SOHOA, "--json", *words], env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, words
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def fresh(name):
    workspace = WORK / name
    shutil.rmtree(workspace, ignore_errors=True)
    sohoa(workspace, "init", str(workspace), "--place", "UBND xã An Nhơn")
    sohoa(workspace, "book", "add", "--type", "KS", "--year", "2008", "--volume", "01")
    return workspace


def ours(folder, flatten):
    workspace = fresh("kho")
    whole = time.perf_counter()
    importing, memory_in = peak(workspace, "pages", "import", "KS.2008.01", str(folder / "trang"), "--flatten", flatten)
    sohoa(workspace, "cases", "cut", "KS.2008.01")
    sohoa(workspace, "records", "import", "KS.2008.01", str(folder / "dung.xlsx"))
    packaging, memory_out = peak(workspace, "package", "KS.2008.01", "--out", str(WORK / "out"))
    whole = time.perf_counter() - whole
    sizes = (WORK / "out/KS.2008.01.zip").stat().st_size
    return importing, packaging, whole, max(memory_in, memory_out), sizes


def peer(folder, stage, draft):
    out = WORK / "peer"
    shutil.rmtree(out, ignore_errors=True)
    words = [PEER_PYTHON, ROOT / "tests/bench/peer.py", folder / "trang", out, "--stage", stage]
    started = time.perf_counter()
    subprocess.run(words + (["--draft"] if draft else []), check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


many, few = WORK / "many", WORK / "few"
count = len(list((many / "trang").glob("*.jpg")))
best = {}


def keep(name, seconds):
    best[name] = min(best.get(name, 1e9), seconds)


memory, size = 0.0, 0
for _ in range(TIMES):
    # The peer looks for no page in its pictures: beside it the same work, and below what finding pages costs.
    for flatten, mark in (("off", ""), ("auto", "+found")):
        importing, packaging, _whole, mb, bytes_out = ours(many, flatten)
        keep("import" + mark, importing)
        keep("package" + mark, packaging)
        memory, size = max(memory, mb), bytes_out
        keep("whole16" + mark, ours(few, flatten)[2])
    for draft, mark in ((False, ""), (True, "+draft")):
        keep("peer import" + mark, peer(many, "import", draft))
        keep("peer package" + mark, peer(many, "package", draft))
        keep("peer whole16" + mark, peer(few, "all", draft))

SHEET = WORK / "sheet/dung.xlsx"
READ = "import sys, python_calamine as c; c.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()"


def timed(words):
    """Seconds and peak memory (MB) of a program, whatever its exit code says."""
    started = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - started, usage.ru_maxrss / 1024


checks = [timed([SOHOA, "--json", "check-sheet", SHEET, "--type", "KS"]) for _ in range(TIMES)]
reads = [timed([PEER_PYTHON, "-c", READ, SHEET]) for _ in range(TIMES)]
print(f"check-sheet, 50,000 rows of 60 columns: {min(checks)[0]:.2f} s, {max(mb for _, mb in checks):.0f} MB; python-calamine only reading: {min(reads)[0]:.2f} s, {max(mb for _, mb in reads):.0f} MB")
print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, {count} photos of 12 megapixels, best of {TIMES}")
print("| what | ours | Pillow | Pillow with reduced decoding | needed |")
print("|---|---|---|---|---|")
rate = lambda name: f"{count / best[name]:.1f} a second"
print(f"| import | {rate('import')} | {rate('peer import')} | {rate('peer import+draft')} | ≥ 12 a second |")
print(f"| package, read back included | {rate('package')} | {rate('peer package')} | {rate('peer package+draft')} | ≥ 6 a second |")
ratio = lambda mark: f"{best['peer whole16' + mark]:.2f} s (ours is {best['whole16'] / best['peer whole16' + mark]:.2f} of it)"
print(f"| 16 photos, folder to package | {best['whole16']:.2f} s | {ratio('')} | {ratio('+draft')} | ≤ 0.6 |")
found = f"{best['whole16+found']:.2f} s"
print(f"| import, pages found, drawn flat and measured | {rate('import+found')} | | | ≥ 6.7 a second |")
print(f"| package of those | {rate('package+found')} | | | |")
print(f"| 16 photos of those, folder to package | {found} | | | |")
print(f"| peak memory of a command | {memory:.0f} MB | | | |")
print(f"| PDF of a page, mean | {size / count / 1000:.0f} kB | | | about 100 kB |")
