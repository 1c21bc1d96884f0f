"""Start the command line."""

from protocolpress.cli import main

if __name__ == "__main__":
    main()
