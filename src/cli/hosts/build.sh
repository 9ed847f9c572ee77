#!/bin/sh
# What the host runs: installs margent, unless it is there, and builds the site. Options go to `margent build`; BASE_URL, if
# it is set, is the public address.
set -eu

version={{version}}
repository={{repository}}

export PATH="$PWD/.margent/bin:$PATH"
if [ "$(margent --version 2>/dev/null)" != "margent $version" ]; then
  # A release is there in seconds; where there is none for this version, the program is compiled.
  if curl -LsSf --retry 2 -o install.sh "$repository/releases/download/v$version/install.sh"; then
    MARGENT_BIN=.margent/bin sh install.sh
    rm install.sh
  else
    cargo install margent --git "$repository" --locked --root .margent
  fi
fi

margent check
margent build ${BASE_URL:+--base-url "$BASE_URL"} "$@"
