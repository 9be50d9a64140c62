"""Answers as JSON, out and back in: a record holds expressions as lists of nodes, and is never trusted."""
