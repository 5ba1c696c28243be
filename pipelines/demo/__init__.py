"""Four believable programs from one fixed seed. See README.md beside this file."""
