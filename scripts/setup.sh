#!/usr/bin/env bash
# Installs what is missing: system packages (Debian), Rust, npm packages. Does nothing when all is
# there, so it can stand before every target.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(build-essential pkg-config cmake nasm libwebkit2gtk-4.1-dev webkit2gtk-driver
          xvfb xauth dbus ibus ibus-gtk3 ibus-unikey xdotool fonts-noto-core imagemagick poppler-utils unzip python3-openpyxl)

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  sudo=""; [ "$(id -u)" -eq 0 ] || sudo="sudo"
  echo "installing: ${missing[*]}"
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

if ! command -v cargo >/dev/null; then
  sudo=""; [ "$(id -u)" -eq 0 ] || sudo="sudo"
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends rustup >/dev/null 2>&1 || {
    echo "Rust is missing: install rustup, then run make again." >&2; exit 1; }
  rustup default stable
fi

if ! command -v npm >/dev/null || [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
  echo "Node.js 20 or newer with npm is missing: install it, then run make again." >&2; exit 1
fi
stamp=.stamps/npm-$(sha256sum ui/package-lock.json | cut -c1-16)
if [ ! -f "$stamp" ] || [ ! -d ui/node_modules ]; then
  npm --prefix ui ci --no-audit --no-fund
  mkdir -p .stamps && rm -f .stamps/npm-* && touch "$stamp"
fi
