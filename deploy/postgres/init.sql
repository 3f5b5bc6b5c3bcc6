-- The two roles of a production database. Run once as a superuser, connected to any database:
--     psql -v password="'…'" -f init.sql
-- The application is never a superuser, so that row-level security binds it; staff's screens and the
-- queue take on toi_staff for one transaction at a time.
CREATE ROLE toi_invite LOGIN PASSWORD :password NOSUPERUSER NOBYPASSRLS CREATEDB;
CREATE ROLE toi_staff NOLOGIN BYPASSRLS;
GRANT pg_read_all_data, pg_write_all_data TO toi_staff;
GRANT toi_staff TO toi_invite WITH INHERIT FALSE, SET TRUE;
CREATE DATABASE toi_invite OWNER toi_invite TEMPLATE template0 ENCODING 'UTF8'
    LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C.UTF-8';
