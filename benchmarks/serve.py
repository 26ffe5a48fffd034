"""`archipel serve --demo` on a free port, for a subprocess: `python -m benchmarks.serve`."""

from server.cli import main

if __name__ == "__main__":
    main(["serve", "--demo", "--port", "0"])
