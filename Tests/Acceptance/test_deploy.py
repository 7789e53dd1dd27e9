"""What `deploy/` says, held against the program and Debian as far as that goes without a container engine."""

import http.server
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import threading

import pytest
import yaml

from home import BINARY, PROJECT, free_port, run

DEPLOY = PROJECT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "astrobase"}


@pytest.fixture(scope="module")
def commands():
    """For each command of the program its options, and whether each takes a value."""
    tree = json.loads(run("--experimental-dump-help").stdout)["command"]
    found = {}

    def walk(command, path):
        options = {}
        for argument in command.get("arguments", []):
            for name in argument.get("names", []):
                options[("--" if name["kind"] == "long" else "-") + name["name"]] = argument["kind"] == "option"
        found[" ".join(path)] = options
        for child in command.get("subcommands", []):
            walk(child, [*path, child["commandName"]])

    walk(tree, [])
    return found


@pytest.fixture(scope="module")
def variables():
    """The environment variables that the program reads."""
    keys = set()
    for path in (PROJECT / "Sources/astrobase").rglob("*.swift"):
        text = path.read_text()
        keys |= {key.upper().replace(".", "_") for key in re.findall(r'(?:forKey: |number\(\s*reader, )"([a-z.]+)"', text)}
        keys |= set(re.findall(r'environment\["([A-Z_]+)"\]', text))
    assert {"ASTROBASE_HOME", "ASTROBASE_PORT", "RABBITMQ_BROKER", "POLLING_IN_SECONDS"} <= keys
    return keys


def check_command(words, commands):
    """A command line of the program, without the program's name."""
    path = []
    while words and " ".join([*path, words[0]]) in commands:
        path.append(words.pop(0))
    assert path, f"{words[0]} is no command"
    options = commands[" ".join(path)]
    while words:
        word = words.pop(0)
        if word.startswith("-"):
            assert word in options, f"{' '.join(path)} has no {word}"
            if options[word]:
                assert words, f"{word} has no value"
                words.pop(0)
    return path


def filled_in(text, values):
    """As Compose puts variables in: ${NAME}, ${NAME:-default}, ${NAME:?message}; $$ is a dollar."""
    def one(match):
        if match[0] == "$$":
            return "$"
        name, kind, rest = match[1], match[2], match[3]
        value = values.get(name, "")
        assert value or kind != ":?", f"{name} {rest}"
        return value or (rest if kind == ":-" else "")

    return re.sub(r"\$\$|\$\{(\w+)(?:(:-|:\?)([^}]*))?\}", one, text)


def example():
    lines = (DEPLOY / "env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


# Compose


def test_services_are_what_the_issue_names():
    roles = [service["command"][0] for service in OURS.values() if "entrypoint" not in service]
    assert sorted(roles) == ["beat", "serve", "worker", "worker"]
    assert COMPOSE["services"]["rabbitmq"]["image"].startswith("rabbitmq:")
    queues = [shlex.join(service["command"]) for service in OURS.values() if service["command"][0] == "worker"]
    for queue in ("registration", "astro", "cutout"):
        assert any(queue in line for line in queues)


def test_commands_exist(commands):
    for name, service in OURS.items():
        if "entrypoint" in service:
            assert service["entrypoint"] == ["/bin/sh", "-c"]
            _, line = filled_in(service["command"][0], {}).split("| astrobase ")
            assert check_command(shlex.split(line), commands) == ["user", "add"]
        else:
            check_command(list(service["command"]), commands)


def test_workers_start_with_these_options(tmp_path):
    """The options' values are right too: with everything but a broker's address, that is what is missing."""
    for name, service in OURS.items():
        if "entrypoint" in service:
            continue
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
        for key, value in service.get("environment", {}).items():
            if key != "RABBITMQ_BROKER":
                environment[key] = filled_in(value, {"WORKER_PASSWORD": "w1"})
        answer = run(*service["command"], check=False, env=environment)
        assert answer.returncode == 1 and "RABBITMQ_BROKER is not set" in answer.stderr, (name, answer.stderr)


def test_variables_are_read(variables):
    for name, service in OURS.items():
        assert set(service.get("environment", {})) <= variables, name
    image = re.findall(r"^(?:ENV| {4}) ?([A-Z_]+)=", (DEPLOY / "Dockerfile").read_text(), re.M)
    assert "ASTROBASE_HOME" in image and set(image) <= variables


def test_nothing_is_open_or_known_to_others():
    for name, service in COMPOSE["services"].items():
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:"), name
        for key, value in service.get("environment", {}).items():
            if key.endswith(("PASSWORD", "PASS")):
                assert re.fullmatch(r"\$\{\w+:\?.*\}", value), f"{name}: {key}"
    for service in OURS.values():
        assert service["read_only"] and service["cap_drop"] == ["ALL"] and service["security_opt"] == ["no-new-privileges:true"]
    assert (DEPLOY / ".gitignore").read_text().split() == [".env"]
    assert all(not value for key, value in example().items() if key.endswith("PASSWORD"))


def test_variables_of_the_example_fill_everything_in():
    text = (DEPLOY / "compose.yaml").read_text()
    names = set(re.findall(r"(?<!\$)\$\{(\w+)", text))
    told = set(re.findall(r"^#?([A-Z_]+)=", (DEPLOY / "env.example").read_text(), re.M))
    assert names == told
    with pytest.raises(AssertionError, match="is to be set in .env"):
        filled_in(text, example())
    whole = yaml.safe_load(filled_in(text, {**example(), "BROKER_PASSWORD": "b1", "WORKER_PASSWORD": "w1"}))
    server = whole["services"]["server"]
    assert server["environment"]["RABBITMQ_BROKER"] == "amqp://astrobase:b1@rabbitmq:5672/"
    assert whole["services"]["rabbitmq"]["environment"] == {"RABBITMQ_DEFAULT_USER": "astrobase", "RABBITMQ_DEFAULT_PASS": "b1"}
    # What is mounted is there, and where the image looks for it.
    image = (DEPLOY / "Dockerfile").read_text()
    for service in whole["services"].values():
        for volume in service.get("volumes", []):
            source, target = volume.split(":")
            assert source in whole["volumes"] and (service["image"] != "astrobase" or f'"{target}"' in image), volume


def test_services_wait_for_what_they_need():
    for name, service in COMPOSE["services"].items():
        for other, condition in service.get("depends_on", {}).items():
            assert other in COMPOSE["services"]
            if condition["condition"] == "service_healthy":
                assert "healthcheck" in COMPOSE["services"][other] or "HEALTHCHECK" in (DEPLOY / "Dockerfile").read_text()
    for name, service in OURS.items():
        if service["command"][0] in ("worker", "beat"):
            assert "rabbitmq" in service["depends_on"], name
            assert int(service["environment"]["ASTROBASE_STATUS_PORT"]) > 1024, f"{name}: nothing would tell its health"


# The image


def instructions():
    """The Dockerfile's instructions, each on one line, without comments."""
    text = (DEPLOY / "Dockerfile").read_text()
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.M).replace("\\\n", " ")
    return [re.sub(r"\s+", " ", line).strip() for line in text.splitlines() if line.strip()]


def shell(script, **environment):
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], capture_output=True, text=True, cwd=PROJECT, env={**os.environ, **environment})


def test_packages_are_those_of_the_scripts():
    text = "\n".join(instructions())
    assert "apt-get install" not in text and "apt install" not in text
    lists = set(re.findall(r'"\$\{(\w+)\[@\]\}"', text))
    assert lists == {
        "build_packages", "run_packages", "index_packages", "small_index_packages", "library_packages", "image_packages"}
    for name in lists - {"library_packages"}:
        packages = shell(f'source Scripts/packages; echo "${{{name}[@]}}"').stdout.split()
        assert packages, name
        # No package's name stands in the file itself.
        assert not [package for package in packages if re.search(rf"(?<![\w./-]){re.escape(package)}(?![\w-])", text)], name


def test_stages_and_user():
    lines = instructions()
    stages = [line.split()[1] for line in lines if line.startswith("FROM")]
    assert stages == ["swift:${SWIFT}-bookworm", "debian:bookworm-slim"]
    user, = [line for line in lines if line.startswith("USER")]
    assert user == "USER 10001:10001"
    last = lines[lines.index("FROM debian:bookworm-slim"):]
    assert last.index(user) > max(number for number, line in enumerate(last) if line.startswith(("RUN", "COPY")))
    assert any(line.startswith("HEALTHCHECK") and line.endswith('CMD ["astrobase-healthcheck"]') for line in last)
    # What is copied from this folder is there, and not kept out.
    kept = [line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().split() if line.startswith("!")]
    for line in lines:
        if line.startswith("COPY") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (PROJECT / source).exists() and source in kept, line


def test_steps_of_the_image_are_sound_shell():
    for line in instructions():
        if line.startswith("RUN"):
            script = re.sub(r"^RUN (--mount=\S+ )*", "", line)
            assert subprocess.run(["bash", "-n", "-c", script]).returncode == 0, line


@pytest.mark.skipif(not shutil.which("apt-get"), reason="no apt")
@pytest.mark.parametrize("size", ["small", "all"])
def test_packages_can_be_had(size):
    """The last stage's list, in the words of the Dockerfile, handed to apt's simulation."""
    line, = [line for line in instructions() if "index_packages" in line and line.startswith("RUN")]
    script = re.sub(r"^RUN (--mount=\S+ )*", "", line).replace("/run/scripts/install-packages", "simulate")
    script = script.replace("/run/scripts", "Scripts").replace("/run/library-packages", "<(echo zlib1g)").replace("< <(", "< <(")
    script = re.sub(r"&& rm -rf .*", "", script)
    answer = shell('simulate() { apt-get install --simulate --no-install-recommends "$@" && printf "%s\\n" "$@"; }\n' + script, INDEX=size)
    if "Unable to locate package" in answer.stderr and not list(pathlib.Path("/var/lib/apt/lists").glob("*Packages*")):
        pytest.skip("apt has no lists here")
    assert answer.returncode == 0, answer.stderr
    names = answer.stdout.split()
    assert "astrometry.net" in names and "zlib1g" in names and "ca-certificates" in names
    assert ("astrometry-data-tycho2-07" in names) == (size == "all")


@pytest.mark.skipif(not shutil.which("readelf") or not shutil.which("dpkg-query"), reason="no readelf or dpkg")
def test_libraries_are_traced_to_their_packages():
    python = os.path.realpath("/usr/bin/python3")
    answer = shell(f"Scripts/library-packages {python}")
    assert answer.returncode == 0 and {"libc6", "zlib1g"} <= set(answer.stdout.split()), answer.stderr
    # Our program as it is tested here is linked to Swift's own libraries, which belong to no package: that ends the build.
    direct = subprocess.run(["readelf", "-d", str(BINARY)], capture_output=True, text=True).stdout
    answer = shell(f"Scripts/library-packages {BINARY}")
    assert {"libcfitsio10", "libcairo2", "librabbitmq4"} <= set(answer.stdout.split()) or "bookworm" not in pathlib.Path(
        "/etc/os-release").read_text()
    assert (answer.returncode == 0) == ("libswiftCore.so" not in direct)


@pytest.mark.parametrize(
    "status, body, port_variable", [(200, "ok\n", "ASTROBASE_STATUS_PORT"), (503, "broker: not connected\n", "ASTROBASE_PORT")])
def test_healthcheck_script(status, body, port_variable):
    asked = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        answer = shell("deploy/healthcheck", **{port_variable: str(server.server_address[1])})
        server.shutdown()
    assert asked == ["/healthz"]
    assert answer.stdout == body and (answer.returncode == 0) == (status == 200), answer


def test_healthcheck_of_nobody_fails():
    assert shell("deploy/healthcheck", ASTROBASE_PORT=str(free_port())).returncode != 0


def test_healthcheck_of_the_program(home):
    home.start()
    answer = shell("deploy/healthcheck", ASTROBASE_PORT=str(home.port))
    assert answer.returncode == 0 and answer.stdout == "ok\n", answer


# systemd


def parsed(unit):
    """Settings in order; a later one adds to an earlier."""
    settings = {}
    for line in unit.read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            key, value = line.split("=", 1)
            settings.setdefault(key, []).append(value)
    return settings


def test_units_run_commands_that_exist(commands, variables):
    roles = set()
    for unit in UNITS:
        settings = parsed(unit)
        own = {}
        for line in settings["Environment"]:
            own |= dict(word.split("=", 1) for word in shlex.split(line))
        command, = settings["ExecStart"]
        program, *words = shlex.split(re.sub(r"\$(\w+)", lambda match: own[match[1]], command).replace("%i", "one"))
        assert program == "/usr/local/bin/astrobase"
        roles.add(check_command(words, commands)[0])
        used = set(re.findall(r"\$(\w+)", command))
        assert set(own) - used <= variables, unit.name
    assert roles == {"up", "serve", "worker", "beat"}


def test_units_give_nothing_away():
    for unit in UNITS:
        settings = parsed(unit)
        assert settings["User"] == ["astrobase"] and settings["ProtectSystem"] == ["strict"], unit.name
        assert settings["NoNewPrivileges"] == ["yes"] and settings["CapabilityBoundingSet"] == [""], unit.name
        assert "PASSWORD" not in unit.read_text() and "amqp" not in unit.read_text(), unit.name


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze")
def test_units_verify(tmp_path):
    for unit in UNITS:
        # systemd looks for the program where it will be.
        copy = tmp_path / unit.name.replace("@.", "@one.")
        copy.write_text(unit.read_text().replace("/usr/local/bin/astrobase", str(BINARY)))
        answer = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(copy)], capture_output=True, text=True,
            env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:/usr/lib/systemd/system"})
        assert answer.returncode == 0 and unit.name.split("@")[0] not in answer.stderr, answer.stderr
        answer = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(copy)], capture_output=True, text=True)
        assert answer.returncode == 0, answer.stdout[-2000:]


@pytest.mark.skipif(not shutil.which("systemd-sysusers"), reason="no systemd-sysusers")
def test_user_of_the_units():
    answer = subprocess.run(
        ["systemd-sysusers", "--dry-run", str(DEPLOY / "systemd/sysusers.conf")], capture_output=True, text=True)
    assert answer.returncode == 0 and "astrobase" in answer.stdout + answer.stderr, answer
