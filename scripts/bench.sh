#!/usr/bin/env bash
# The figures of docs/performance.md: ours and a public peer in the same run, on drawn 12-megapixel
# phone photos. Needs a quiet machine; says how busy it was.
set -euo pipefail
cd "$(dirname "$0")/.."
photos=${PHOTOS:-32}
scripts/setup.sh
npm --prefix ui run build
cargo build --locked --release --workspace --bins --examples --features tram-so-hoa/custom-protocol,tram-so-hoa/e2e
venv=target/bench-venv
if [ ! -x "$venv/bin/python" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install -q Pillow img2pdf XlsxWriter python-calamine
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
target/release/sohoa-ledgers book "$work/many" --cases "$photos" --look photo
target/release/sohoa-ledgers book "$work/few" --cases 16 --look photo
SOHOA_PROGRAMS=target/release ARTEFACTS=$work xvfb-run -a -s "-screen 0 1366x768x24" \
  target/release/examples/window_figures
SOHOA_PROGRAMS=target/release ARTEFACTS=$work xvfb-run -a -s "-screen 0 1366x768x24" \
  target/release/examples/keystrokes
target/release/examples/rule_figures
target/release/examples/bundle_figures
target/release/examples/bundle_figures 10000 20
target/release/examples/keying_figures
target/release/examples/work_figures
million=$work/million
target/release/examples/workspace_figures 1000000 "$million"
target/release/examples/find_figures "$million"
target/release/examples/office_figures "$million"
target/release/examples/workspace_figures 100000 "$work/hundred" 100000
SOHOA_PROGRAMS=target/release ARTEFACTS=$work xvfb-run -a -s "-screen 0 1366x768x24" \
  target/release/examples/large_figures "$million" "$work/hundred"
rm -rf "$million" "$work/hundred"
target/release/sohoa-ledgers sheet "$work/sheet"
python3 tests/bench/run.py "$work" "$venv/bin/python"

# How well pages are found, on drawn photos whose truth is known, beside ImageMagick, unpaper and page-dewarp
# (the first two where they are installed).
pictures=target/bench-pictures-venv
if [ ! -x "$pictures/bin/python" ]; then
  python3 -m venv "$pictures"
  "$pictures/bin/pip" install -q numpy opencv-python-headless Pillow scipy page-dewarp \
    fontpkg-dancing-script fontpkg-great-vibes
fi
"$pictures/bin/python" tests/bench/pictures.py "$work/pictures" target/release/sohoa --count "${PAGES:-40}"
