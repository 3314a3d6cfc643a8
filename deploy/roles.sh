#!/bin/sh
# The three roles, made once with the database: the owner migrates, the other two only work.
set -eu
psql -v ON_ERROR_STOP=1 -U postgres \
    -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" -v portal="$PORTAL_PASSWORD" <<'SQL'
CREATE ROLE xuncha_owner LOGIN PASSWORD :'owner';
CREATE ROLE xuncha_app LOGIN PASSWORD :'app';
CREATE ROLE xuncha_portal LOGIN PASSWORD :'portal';
CREATE DATABASE xuncha OWNER xuncha_owner;
REVOKE ALL ON DATABASE xuncha FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE xuncha TO xuncha_app, xuncha_portal;
SQL
