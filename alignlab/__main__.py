"""`python -m alignlab`: the command line, for programs that start it with their own Python."""

from alignlab.cli import main

if __name__ == "__main__":
    main()
