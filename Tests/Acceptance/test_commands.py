"""What the commands print for scripts: one JSON object a line on standard output, everything else on standard error."""

import json

import pytest

from home import run


def objects(text):
    return [json.loads(line) for line in text.splitlines()]


def test_doctor(home):
    answer = home.command("doctor", "--json", check=False)
    findings = objects(answer.stdout)
    assert {finding["name"] for finding in findings} >= {
        "solver", "index files", "fonts", "landing pad", "data folder", "disk space", "database"}
    assert {finding["status"] for finding in findings} <= {"ok", "warning", "problem"}
    assert all(finding["message"] for finding in findings)
    assert answer.returncode == (1 if any(finding["status"] == "problem" for finding in findings) else 0)
    plain = home.command("doctor", check=False).stdout
    assert all(finding["message"] in plain for finding in findings if finding["name"] not in ("clock", "disk space"))


def test_doctor_says_how_to_mend(home):
    home.environment["ASTROBASE_INDEX_DIR"] = str(home.root)
    answer = home.command("doctor", "--json", check=False)
    finding = next(finding for finding in objects(answer.stdout) if finding["name"] == "index files")
    assert answer.returncode == 1
    assert finding["status"] == "problem" and "apt-get install" in finding["remedy"]


def test_status(home):
    home.start(auto_process=False)
    (home.landing_pad / "no picture.jpg").write_text("words")
    report, = objects(home.command("status", "--json").stdout)
    assert report["observations"] == {} and report["failures"] == []
    home.stop()
    assert home.command("status").stdout.startswith("0 observations")


def test_wrong_usage():
    assert run("no-such-command", check=False).returncode == 2
    assert run("sample", "--ra", "10", check=False).returncode == 2
    for command in ("", "up", "solve", "status", "doctor", "backup", "restore", "verify", "sample", "user",
                    "import sky"):
        answer = run(*command.split(), "--help")
        assert "USAGE" in answer.stdout


@pytest.mark.parametrize("name", ["../up.tar", "copy.zip"])
def test_backup_refuses_a_bad_name(home, name):
    home.start(auto_process=False)
    target = home.data / "up.tar" if name.endswith(".tar") else home.root / name
    answer = home.command("backup", target, check=False)
    assert answer.returncode != 0 and answer.stderr.strip() and not target.exists()
