"""Prints the loss curve of a run as a Markdown table, twelve lines from first to last.

python curve.py RUN
"""

import argparse
from pathlib import Path

import numpy

LINES = 12


def main() -> None:
    """Prints the means of equal shares of the steps."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder of the run")
    arguments = parser.parse_args()
    log = numpy.loadtxt(arguments.folder / "log.tsv")
    print("| up to step | tokens | minutes | mean loss | exits add | rate |")
    print("|---:|---:|---:|---:|---:|---:|")
    for share in numpy.array_split(log, LINES):
        step, tokens, seconds = share[-1, :3]
        loss, added, rate = share[:, 3:].mean(axis=0)
        print(
            f"| {step:,.0f} | {tokens:,.0f} | {seconds / 60:.0f} |"
            f" {loss:.3f} | {added:.3f} | {rate:.2f} |"
        )


if __name__ == "__main__":
    main()
