"""What a browser tells of who sits before it."""


def is_signed_in(client):
    return client.get("/account").status_code == 200
