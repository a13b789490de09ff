"""Addresses of articles: what a publisher means by them, without the way a reader came and the form a phone is served.

clean_url    the address as it is stored: without tracking, AMP and fragment
address_key  the same for comparison only: spellings that lead to one page have one key
site, label  who answers for a host
"""

from pipelines.addresses.cleaning import address_key, clean_url
from pipelines.addresses.sites import label, site

__all__ = ["address_key", "clean_url", "label", "site"]
