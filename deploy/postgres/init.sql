-- The three roles of a production database. Run once as a superuser, connected to any database:
--     psql -v password="'…'" -v owner_password="'…'" -f init.sql
-- toi_owner migrates, once per release, and owns every table. toi_invite serves (web, worker, beat): it reads and writes rows,
-- and owns nothing, so it can neither empty an append-only table nor take a trigger or row-level security off it.
-- Staff's screens and the queue take on toi_staff for one transaction at a time. None of them is a superuser.
CREATE ROLE toi_owner LOGIN PASSWORD :owner_password NOSUPERUSER NOBYPASSRLS;
CREATE ROLE toi_invite LOGIN PASSWORD :password NOSUPERUSER NOBYPASSRLS;
CREATE ROLE toi_staff NOLOGIN BYPASSRLS;
GRANT toi_staff TO toi_invite WITH INHERIT FALSE, SET TRUE;
GRANT toi_invite TO toi_owner;
CREATE DATABASE toi_invite OWNER toi_owner TEMPLATE template0 ENCODING 'UTF8'
    LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C.UTF-8';
