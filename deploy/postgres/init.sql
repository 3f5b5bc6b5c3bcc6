-- Makes the production database and its roles, or brings those from before up to date (roles.sql says what each is for). Run as a
-- superuser, connected to any database, as often as one likes; a password that is given here is the one from now on:
--     psql -v password="'…'" -v owner_password="'…'" -f init.sql
\set ON_ERROR_STOP on
SELECT $$CREATE DATABASE toi_invite TEMPLATE template0 ENCODING 'UTF8'
    LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C.UTF-8'$$
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'toi_invite') \gexec
\connect toi_invite
\ir roles.sql
ALTER ROLE toi_owner PASSWORD :owner_password;
ALTER ROLE toi_invite PASSWORD :password;
