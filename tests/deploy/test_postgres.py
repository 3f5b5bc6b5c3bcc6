import os
import shutil
import subprocess

import psycopg
import pytest
import yaml

from deploy.local.places import LONGEST_SOCKET_PATH, ROOT, postgres_programs, socket_folder
from deploy.local.postgres import APPLICATION, DATABASE, OWNER, Postgres, left_over_pid, stop_left_over


def test_pid_file_of_a_server_that_is_gone_is_removed(tmp_path):
    (tmp_path / "postmaster.pid").write_text("999999999\n")
    stop_left_over(tmp_path)
    assert not (tmp_path / "postmaster.pid").exists()


def test_pid_that_belongs_to_another_program_now_is_left_alone(tmp_path):
    (tmp_path / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert left_over_pid(tmp_path) is None


def test_broken_pid_file_is_no_server(tmp_path):
    (tmp_path / "postmaster.pid").write_text("")
    assert left_over_pid(tmp_path) is None


def test_socket_of_a_deep_checkout_is_put_where_its_path_is_short(tmp_path):
    near, deep = tmp_path / "data", tmp_path / ("x" * LONGEST_SOCKET_PATH) / "data"
    assert socket_folder(near).parent == tmp_path
    assert len(str(socket_folder(deep) / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH
    assert socket_folder(deep) != socket_folder(deep.with_name("other"))


@pytest.fixture
def cluster():
    """A cluster of its own, as the demo makes it, and a way to ask it something as its superuser or another role."""
    postgres, running = Postgres("handed-over-postgres", is_forgetful=True), []
    postgres.start(running)
    yield postgres, running
    for one in reversed(running):
        one.stop()
    for folder in (postgres.data, postgres.sockets):
        shutil.rmtree(folder, ignore_errors=True)


def ask(postgres: Postgres, statement: str, role: str = "postgres", database: str = DATABASE):
    with psycopg.connect(host=str(postgres.sockets), user=role, dbname=database, autocommit=True) as connection:
        asked = connection.execute(statement)
        return asked.fetchall() if asked.description else None


def make_as_before(postgres: Postgres, *, is_interrupted: bool) -> None:
    """Who serves owns everything, as at first; what interrupted a hand-over of then left the owner's role, and no more."""
    for statement in (
        f"REASSIGN OWNED BY {OWNER} TO {APPLICATION}",
        f"GRANT CREATE ON SCHEMA public TO {APPLICATION}",
        f"ALTER ROLE {APPLICATION} CREATEDB",
        "GRANT pg_read_all_data, pg_write_all_data TO toi_staff",
        *(() if is_interrupted else (f"DROP OWNED BY {OWNER}", f"DROP ROLE {OWNER}")),
    ):
        ask(postgres, statement)
    ask(postgres, "CREATE TABLE kept AS SELECT 7 AS id", APPLICATION)


def assert_is_handed_over(postgres: Postgres) -> None:
    assert ask(postgres, "SELECT tableowner FROM pg_tables WHERE tablename = 'kept'") == [(OWNER,)]
    assert ask(postgres, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()") == [(OWNER,)]
    assert ask(postgres, f"SELECT rolcreatedb FROM pg_roles WHERE rolname = '{APPLICATION}'") == [(False,)]
    assert ask(postgres, "SELECT pg_has_role('toi_staff', 'pg_read_all_data', 'MEMBER')") == [(False,)]
    ask(postgres, "ALTER TABLE kept ADD COLUMN other integer", OWNER)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(postgres, "ALTER TABLE kept ADD COLUMN more integer", APPLICATION)
    # Also before anything is migrated.
    assert ask(postgres, "SELECT id FROM kept", APPLICATION) == [(7,)]


@pytest.mark.parametrize("is_interrupted", [False, True])
def test_cluster_from_before_there_was_an_owner_is_handed_over(cluster, is_interrupted):
    postgres, running = cluster
    assert ask(postgres, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()") == [(OWNER,)]
    make_as_before(postgres, is_interrupted=is_interrupted)
    running.pop().stop()
    postgres.start(running)
    assert_is_handed_over(postgres)


def run_as_containers_do(postgres: Postgres) -> None:
    """The step of docker-compose.yml that makes the roles, against our own cluster."""
    (program, host, *arguments) = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["roles"]["command"]
    assert host == "--host=postgres"
    arguments = [argument.replace("/toi-invite/", f"{ROOT}/deploy/postgres/") for argument in arguments]
    subprocess.run([postgres_programs() / program, f"--host={postgres.sockets}", *arguments], check=True, capture_output=True)


def test_volume_from_before_there_was_an_owner_is_handed_over_once_and_for_all(cluster):
    postgres, _running = cluster
    make_as_before(postgres, is_interrupted=False)
    for _time in range(2):
        run_as_containers_do(postgres)
    assert_is_handed_over(postgres)


def test_new_volume_gets_the_database_and_roles_that_can_log_in(cluster):
    postgres, _running = cluster
    ask(postgres, f"DROP DATABASE {DATABASE}", database="postgres")
    ask(postgres, f"DROP ROLE {OWNER}, {APPLICATION}, toi_staff", database="postgres")
    run_as_containers_do(postgres)
    roles = "SELECT rolname, rolsuper, rolbypassrls, rolpassword IS NOT NULL FROM pg_authid WHERE rolname ~ '^toi_' ORDER BY 1"
    assert ask(postgres, roles) == [(APPLICATION, False, False, True), (OWNER, False, False, True), ("toi_staff", False, True, False)]
    ask(postgres, "CREATE TABLE new (id integer)", OWNER)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(postgres, "CREATE TABLE newer (id integer)", APPLICATION)
