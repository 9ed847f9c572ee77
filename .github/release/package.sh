#!/bin/sh
# Packs a compiled program for a release: the program, its manual pages, completions for shells, and the documents that belong to it.
#
#     package.sh PROGRAM TARGET FOLDER
#
# writes FOLDER/margent-TARGET.tar.gz, or .zip for Windows, and beside it the SHA-256 in a file that ends in .sha256. It runs the
# program, so it has to run here.
set -eu

program=$1 target=$2 folder=$3
name=margent-$target
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$folder" "$work/$name/completions"
cp README.md CHANGELOG.md LICENSE* "$work/$name/"
case $program in
  *.exe) cp "$program" "$work/$name/margent.exe" ;;
  *) cp "$program" "$work/$name/margent" ;;
esac
"$program" man "$work/$name/man"
for shell in bash elvish fish powershell zsh; do
  "$program" completions "$shell" > "$work/$name/completions/margent.$shell"
done

case $target in
  *windows*) archive=$name.zip
    (cd "$work" && 7z a -bso0 "$archive" "$name") ;;
  # The same files give the same archive.
  *) archive=$name.tar.gz
    tar -C "$work" --owner=0 --group=0 --numeric-owner --sort=name --mtime=2000-01-01 -cf - "$name" 2> /dev/null |
      gzip -9n > "$work/$archive" || tar -C "$work" -czf "$work/$archive" "$name" ;;
esac
mv "$work/$archive" "$folder/"
cd "$folder"
if command -v sha256sum > /dev/null; then sha256sum "$archive"; else shasum -a 256 "$archive"; fi > "$archive.sha256"
ls -l "$archive"
