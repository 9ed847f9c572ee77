#!/bin/sh
# Fills the names between @ in a file, for a release.
#
#     fill.sh FILE REPOSITORY VERSION FOLDER > FILLED
#
# REPOSITORY is owner/name. FOLDER holds the .sha256 of each archive.
set -eu

file=$1 repository=$2 version=$3 folder=$4
script="s|@REPOSITORY@|$repository|g; s|@VERSION@|$version|g"
for sum in "$folder"/margent-*.sha256; do
  target=$(basename "$sum" | sed 's/^margent-//; s/\.\(tar\.gz\|zip\)\.sha256$//')
  script="$script; s|@$target@|$(cut -d ' ' -f 1 "$sum")|g"
done
filled=$(sed "$script" "$file")
if echo "$filled" | grep -v '^#' | grep -n '@[A-Za-z0-9_-]*@'; then
  echo "error: nothing fills these names of $file" >&2
  exit 1
fi
echo "$filled"
