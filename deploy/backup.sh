#!/bin/sh
# One backup into a folder named by the day; those older than KEEP_DAYS go.
#   DATABASE_URL=… VIKNO_VAR=… deploy/backup.sh FOLDER
set -eu
: "${DATABASE_URL:?}" "${VIKNO_VAR:?}"
folder="${1:?Say where backups are kept.}/$(date +%Y-%m-%d)"
umask 077
mkdir -p "$folder"
pg_dump --format=custom --no-owner --file="$folder/vikno.dump.part" "$DATABASE_URL"
tar --create --file="$folder/vikno-files.tar.part" --directory="$VIKNO_VAR" media private
mv "$folder/vikno.dump.part" "$folder/vikno.dump"
mv "$folder/vikno-files.tar.part" "$folder/vikno-files.tar"
find "$1" -mindepth 1 -maxdepth 1 -type d -name '????-??-??' -mtime "+${KEEP_DAYS:-30}" \
  -exec rm -r {} +
