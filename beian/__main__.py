"""`python -m beian` is `beian`."""

from beian.cli.main import main

main()
