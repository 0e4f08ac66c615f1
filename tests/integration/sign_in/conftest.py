"""Forms as a browser sends them, and links out of letters."""

import re

import pytest

from matching_service.services import messages


@pytest.fixture
def post(app):
    """`post(client, "/login", email=...)` sends a form and gives the answer."""

    def send(client, address, **form):
        return client.post(address, data=form)

    return send


@pytest.fixture
def link_in_mail(session):
    """The path of the first link in the newest message, or in that to an address."""

    def read(to=None):
        session.rollback()
        found = [item.letter for item in messages.latest(session, 50) if to in (None, item.letter.to)]
        return re.search(r"https?://[^/]+(/\S+)", found[0].body).group(1)

    return read
