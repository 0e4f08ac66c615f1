"""Addresses that come from outside and say where to go next."""


def own_page(address: str | None, otherwise: str = "/") -> str:
    """The address if it is a page of ours.

    Browsers take backslashes for slashes and leave tabs and line breaks out: "//other.rs", "/\\other.rs" and a tab
    between two slashes lead elsewhere.
    """
    address = address or ""
    leads_here = address.startswith("/") and address[1:2] not in ("/", "\\") and address.isprintable()
    return address if leads_here else otherwise
