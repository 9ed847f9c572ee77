#!/bin/sh
# Builds the site and publishes it on a server of your own, by rsync over SSH:
#
#     sh publish.sh you@server:/srv/www/digest
#
# First come the parts of pages, such as pictures and styles; then new pages; then all others, and the lists and feeds that lead
# to them; last, what is gone is deleted. So readers never meet a link to what is not there yet. The folder should hold this
# site alone; only its .well-known is left as it is. What stands after the folder, such as --dry-run, goes to rsync.
set -eu

[ $# -gt 0 ] || { echo 'usage: sh publish.sh SERVER:FOLDER [OPTIONS OF RSYNC]' >&2; exit 2; }
to=$1
shift

margent check
margent build

send() {
  # By checksum: a file can change within a second and keep its size.
  rsync -rltz --checksum --delay-updates "$@" public/ "$to/"
}
send "$@" --exclude='*.html' --exclude='*.xml' --exclude='*.atom' --exclude='*.rss' --exclude='*.json' --exclude=pagefind.js
send "$@" --ignore-existing
send "$@"
send "$@" --delete --filter='protect /.well-known/***'
