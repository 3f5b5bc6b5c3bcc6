import os

from deploy.local.places import LONGEST_SOCKET_PATH, socket_folder
from deploy.local.postgres import left_over_pid, stop_left_over


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
