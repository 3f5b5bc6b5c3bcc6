#!/bin/sh
# Run once by the postgres image, when its folder is still empty.
set -e
psql --username postgres --set ON_ERROR_STOP=1 --set password="'toi_invite'" --set owner_password="'toi_owner'" --file /toi-invite/init.sql
