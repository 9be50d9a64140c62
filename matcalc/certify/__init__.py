"""Certificates: f and the answer are evaluated with tables of their own, and compared at random points."""
