"""Certificates: f and the answer are evaluated with tables of their own, and compared at random points."""
from matcalc.certify.certificate import Certificate, certify_derivative, certify_equal, certify_pairing, equal

__all__ = ["Certificate", "certify_derivative", "certify_equal", "certify_pairing", "equal"]
