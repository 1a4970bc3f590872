"""What a command says where nobody listens, or where the configuration is of another account."""

import subprocess
import sys
from pathlib import Path

WORLD = Path(__file__).parents[2] / "events" / "worlds" / "everything-in-order.yml"


def test_a_closed_standard_output_is_no_verdict() -> None:
    command = f'exec "{sys.executable}" -m beian rules >&-'
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 64
    assert "Traceback" not in done.stderr


def test_a_wrong_self_is_a_wrong_configuration(tmp_path: Path) -> None:
    config = tmp_path / "beian.yml"
    config.write_text('accounts: [{uin: "100000000055", self: true}]\n', "utf-8")
    command = [sys.executable, "-m", "beian", "check", "www.example.cn"]
    done = subprocess.run(
        [*command, "--world", str(WORLD), "--config", str(config), "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 64
    assert "100000000055" in done.stderr
    assert "bug" not in done.stderr
