#!/usr/bin/env bash
# Fuzzes the decoders of crates/capture, one target after the other, each this many seconds (600
# unless told). A target that finds something goes on until its time is over. Ends with what each
# did and a failure when there are findings: they lie in fuzz/artifacts/<target>.
#
#   scripts/fuzz.sh [seconds per target] [target …]
#
# Needs cargo-fuzz (cargo install --locked cargo-fuzz) and a C++ compiler.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-600}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(jpeg png tiff pdf zip sniff)

# The sanitizer is a switch of unreleased compilers; the pinned one has it behind this word.
# Optimised and without debug assertions, see fuzz/Cargo.toml.
[ -n "${NO_BUILD:-}" ] || RUSTC_BOOTSTRAP=1 nice -n 19 cargo fuzz build -O
built=fuzz/target/$(rustc -vV | sed -n 's/^host: //p')/release

# The zip target writes its input to a file: in memory, and gone also after a crash.
shared=/dev/shm
[ -d "$shared" ] || shared=
work=$(mktemp -d ${shared:+-p "$shared"})
trap 'rm -rf "$work"' EXIT
export TMPDIR=$work
# Leaks are not looked for: a page still being drawn when the run ends is one. A freed block is
# kept 64 MB long to catch late uses, or it would count against the limit below.
# Telling where every refused input panicked would take most of the time.
export RUST_BACKTRACE=0
export ASAN_OPTIONS=quarantine_size_mb=64:detect_odr_violation=0:detect_leaks=0

row='%-6s %8s %12s %10s %9s\n'
summary=$(printf "$row" target seconds executions coverage findings)
found=0
for target in "${targets[@]}"; do
  corpus=fuzz/corpus/$target artifacts=fuzz/artifacts/$target
  mkdir -p "$corpus" "$artifacts"
  end=$((SECONDS + seconds)) runs=0 coverage=0 findings=0
  while [ $SECONDS -lt $end ]; do
    log=$work/$target.log
    if nice -n 19 "$built/$target" "$corpus" "fuzz/seeds/$target" \
      -dict="fuzz/dicts/$target.dict" -artifact_prefix="$artifacts/" \
      -max_total_time=$((end - SECONDS)) -max_len=65536 -timeout=10 \
      -rss_limit_mb=1024 -malloc_limit_mb=400 -detect_leaks=0 \
      -print_final_stats=1 > "$log" 2>&1; then ended=0; else ended=$?; fi
    runs=$((runs + $(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -1 | grep . || echo 0)))
    coverage=$(grep -o 'cov: [0-9]*' "$log" | tail -1 | cut -d' ' -f2 || true)
    [ $ended -ne 0 ] || continue
    findings=$((findings + 1))
    # What it was, without the noise of the search.
    grep -v '^#[0-9]*\s' "$log" | tail -60
    [ $findings -lt 50 ] || break
  done
  found=$((found + findings))
  summary+=$'\n'$(printf "$row" "$target" "$seconds" "$runs" "${coverage:-0}" "$findings")
done
echo "$summary"
[ $found -eq 0 ]
