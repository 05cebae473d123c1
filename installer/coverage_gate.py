"""Fail when fewer than 95 % of the branches (or lines) of `core/`, `storage/` or the models are run by the tests."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path, PurePath

TOP = Path(__file__).resolve().parent.parent
WANTED = 95.0


def groups_of(file: PurePath) -> list[str]:
    """Return the gates that a file counts for."""
    parts = file.parts[1:]
    gates = [parts[0]] if parts[0] in {"core", "storage"} else []
    return [*gates, "model.py"] if file.name == "model.py" else gates


def main() -> None:
    """Print a line a group, and what is not covered where a group fails."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        tool = [sys.executable, "-m", "coverage"]
        subprocess.run([*tool, "json", "-q", "-o", str(report)], cwd=TOP, check=True)
        files = json.loads(report.read_text())["files"]
    sums: dict[str, list[int]] = {}
    for name, data in files.items():
        for group in groups_of(PurePath(name)):
            s, total = data["summary"], sums.setdefault(group, [0, 0, 0, 0])
            for index, key in enumerate(("covered_branches", "num_branches", "covered_lines", "num_statements")):
                total[index] += s[key]
    failed = False
    for group, (branches, all_branches, lines, all_lines) in sorted(sums.items()):
        shares = (100 * branches / max(all_branches, 1), 100 * lines / max(all_lines, 1))
        print(f"{group}: {shares[0]:.1f} % of branches, {shares[1]:.1f} % of lines")
        failed |= min(shares) < WANTED
    if failed:
        for name, data in sorted(files.items()):
            if groups_of(PurePath(name)) and (data["missing_lines"] or data["missing_branches"]):
                print(f"  {name}: lines {data['missing_lines']}, branches {data['missing_branches']}")
        sys.exit(f"below {WANTED} %")


if __name__ == "__main__":
    main()
