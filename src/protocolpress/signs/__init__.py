"""The faces of signs, which tools/signs.py makes: outlines of Noto and STIX, under the licence in `files/`."""
