#!/usr/bin/env bash
# Makes the demonstration workspace, once. Invented people, drawn pages.
set -euo pipefail
cd "$(dirname "$0")/.."
demo=$1
[ -f "$demo/so-hoa.db" ] && exit 0
pages=$(dirname "$demo")/trang
# Made beside its place and moved there when it is whole: an interrupted run begins again.
making="$demo.dang-tao"
rm -rf "$demo" "$making" "$pages"
mkdir -p "$(dirname "$demo")"
target/debug/sohoa-ledgers demo "$pages"
export SOHOA_WORKSPACE="$making"
sohoa=target/debug/sohoa
$sohoa init "$making" --place "UBND xã An Nhơn"
while IFS=$'\t' read -r kind year volume folder cut state; do
  book=$kind.$year.$volume
  $sohoa book add --type "$kind" --year "$year" --volume "$volume"
  [ "$state" = empty ] && continue
  $sohoa pages import "$book" "$pages/$folder/trang"
  $sohoa cases cut "$book" $cut
  [ "$state" = typed ] && $sohoa records import "$book" "$pages/$folder/dung.xlsx" --pair order
done < "$pages/books.tsv"
$sohoa book list
mv "$making" "$demo"
