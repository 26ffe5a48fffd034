"""Certificates for the people of a centre, for their holders, and for whoever wants to check one."""

from sites.certificates.pages.cohort import CohortCertificatePages
from sites.certificates.pages.holder import HolderPages
from sites.certificates.pages.staff import CertificatePages
from sites.certificates.pages.verify import VerifyPages

__all__ = ["CertificatePages", "CohortCertificatePages", "HolderPages", "VerifyPages"]
