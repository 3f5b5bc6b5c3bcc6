-- The three roles of the database this is connected to. Run by a superuser, as often as one likes, while the site serves or not.
-- toi_owner migrates, once per release, and owns every table. toi_invite serves (web, worker, beat): it reads and writes rows,
-- and owns nothing, so it can neither empty an append-only table nor take a trigger or row-level security off it.
-- Staff's screens and the queue take on toi_staff for one transaction at a time. None of them is a superuser.
BEGIN;
DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['toi_owner', 'toi_invite', 'toi_staff'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I', role);
        END IF;
    END LOOP;
    EXECUTE format('ALTER DATABASE %I OWNER TO toi_owner', current_database());
END $$;
ALTER ROLE toi_owner LOGIN NOSUPERUSER NOBYPASSRLS;
ALTER ROLE toi_invite LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB;
ALTER ROLE toi_staff NOLOGIN NOSUPERUSER BYPASSRLS;
GRANT toi_staff TO toi_invite WITH INHERIT FALSE, SET TRUE;
GRANT toi_invite TO toi_owner;

-- Before there was an owner, who serves owned everything and staff's role read it by these two. What they may do with the tables from
-- now on is what migrating gives them (`accounts.receivers.grant_rows`); it is given here too, so that there is no moment without it.
REVOKE pg_read_all_data, pg_write_all_data FROM toi_staff;
REASSIGN OWNED BY toi_invite TO toi_owner;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO toi_invite, toi_staff;
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO toi_invite, toi_staff;
COMMIT;
