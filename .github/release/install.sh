#!/bin/sh
# Installs margent from a release, after checking its SHA-256.
#
#     curl -LsSf https://github.com/OWNER/margent/releases/latest/download/install.sh | sh
#
# Settings, by environment: MARGENT_VERSION, such as 0.1.0; the newest if unset. MARGENT_BIN, the folder of the program;
# ~/.local/bin if unset. MARGENT_RELEASES, the address of the releases.
set -eu

releases=${MARGENT_RELEASES:-https://github.com/@REPOSITORY@/releases}
bin=${MARGENT_BIN:-$HOME/.local/bin}

fail() {
  echo "error: $1" >&2
  exit 1
}

case $(uname -s) in
  Linux) system=unknown-linux-musl ;;
  Darwin) system=apple-darwin ;;
  *) fail "there is no program for $(uname -s); on Windows, unpack margent-x86_64-pc-windows-msvc.zip of $releases" ;;
esac
case $(uname -m) in
  x86_64 | amd64) machine=x86_64 ;;
  aarch64 | arm64) machine=aarch64 ;;
  *) fail "there is no program for $(uname -m); compile it with cargo install" ;;
esac
archive=margent-$machine-$system.tar.gz
if [ -n "${MARGENT_VERSION:-}" ]; then
  from=$releases/download/v${MARGENT_VERSION#v}
else
  from=$releases/latest/download
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for file in "$archive" "$archive.sha256"; do
  if command -v curl > /dev/null; then
    curl -LsSf --retry 3 -o "$work/$file" "$from/$file"
  else
    wget -q -O "$work/$file" "$from/$file"
  fi || fail "cannot fetch $from/$file"
done

cd "$work"
wanted=$(cut -d ' ' -f 1 "$archive.sha256")
if command -v sha256sum > /dev/null; then
  found=$(sha256sum "$archive" | cut -d ' ' -f 1)
else
  found=$(shasum -a 256 "$archive" | cut -d ' ' -f 1)
fi
if [ -z "$wanted" ] || [ "$wanted" != "$found" ]; then
  fail "$archive is not what was released: its SHA-256 is $found, not $wanted"
fi

tar -xzf "$archive"
mkdir -p "$bin"
# A program that is running cannot be overwritten, but replaced.
cp "${archive%.tar.gz}/margent" "$bin/.margent-new"
chmod 755 "$bin/.margent-new"
mv -f "$bin/.margent-new" "$bin/margent"
echo "$("$bin/margent" --version) is installed in $bin"
case :$PATH: in
  *:"$bin":*) ;;
  *) echo "Add that folder to PATH: export PATH=\"$bin:\$PATH\"" ;;
esac
