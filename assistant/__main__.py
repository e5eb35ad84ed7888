"""`python -m assistant`: the command line."""

from assistant.interface.cli import main

raise SystemExit(main())
