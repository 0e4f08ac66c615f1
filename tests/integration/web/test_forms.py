"""Nothing is changed by a request that another site made the browser send, and nobody is sent to another site."""

from urllib.parse import urljoin, urlsplit

import pytest

from tests.conftest import PASSWORD
from tests.integration.web.walk import addresses

CHANGING = ("POST", "PUT", "PATCH", "DELETE")
# Programs that read e-mails stop letters with one request; what is needed for that is the token in its address.
OF_PROGRAMS = "/letters/stop/"


def test_every_form_is_refused_without_its_token(app, browsers, town, client):
    everybody = [client, *browsers().values()]
    app.config["WTF_CSRF_ENABLED"] = True
    tried = 0
    for method in CHANGING:
        for address in addresses(app, method, town):
            for browser in everybody:
                for sent in (
                    {"data": {"name": "x"}},
                    {"json": {"name": "x"}},
                    {"data": "x", "content_type": "text/plain"},
                ):
                    answer = browser.open(address, method=method, **sent)
                    refused = (404,) if address.startswith(OF_PROGRAMS) else (400, 405)
                    assert answer.status_code in refused, f"{method} {address} answers {answer.status_code}"
                    tried += 1
    assert tried > 100


def test_the_method_of_a_request_cannot_be_disguised(app, client_of, town):
    browser = client_of("counsellor")
    for disguise in ({"headers": {"X-HTTP-Method-Override": "DELETE"}}, {"query_string": {"_method": "DELETE"}}):
        answer = browser.post(f"/people/{town['person_id'][0]}", **disguise)
        assert answer.status_code in (404, 405)
    assert browser.get(f"/people/{town['person_id'][0]}").status_code == 200


ELSEWHERE = [
    "//evil.test", "///evil.test", "https://evil.test", "http:evil.test", "/\\evil.test", "\\\\evil.test",
    "/\t/evil.test", "/\n/evil.test", "\t//evil.test", " //evil.test", "/%09/evil.test", "javascript:alert(1)",
    "//localhost@evil.test", "https://localhost.evil.test", "/%5cevil.test", "/\r\nLocation: //evil.test",
]  # fmt: skip


def _leads_to(answer):
    """The host a browser would go to: it takes backslashes for slashes, and leaves tabs and line breaks out."""
    location = answer.headers["Location"].strip()
    for ignored in "\t\r\n":
        location = location.replace(ignored, "")
    return urlsplit(urljoin("http://localhost/here", location.replace("\\", "/")))


@pytest.mark.parametrize("address", ELSEWHERE)
@pytest.mark.parametrize("page", ["/language/en", "/login", "/logout"])
def test_nobody_is_sent_to_another_site(client, new_user, page, address):
    form = {"email": new_user("counsellor"), "password": PASSWORD}
    if page == "/language/en":
        answer = client.get(page, query_string={"next": address})
    elif page == "/login":
        answer = client.post(page, query_string={"next": address}, data={**form, "next": address})
    else:
        client.post("/login", data=form)
        answer = client.post(page, query_string={"next": address})
    if answer.status_code != 302:  # the form again: nobody gets in with such an address
        assert (page, answer.status_code) == ("/login", 200)
        return
    goal = _leads_to(answer)
    assert (goal.scheme, goal.netloc) == ("http", "localhost")


def test_whoever_is_signed_in_already_is_not_sent_elsewhere_either(client_of):
    answer = client_of("counsellor").get("/login", query_string={"next": "https://evil.test"})
    assert _leads_to(answer).netloc == "localhost"
