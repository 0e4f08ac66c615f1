"""Every route of the application as an address, with ids of things that are there."""

from itertools import product

from flask import Flask

# What an argument of a route may be; numbers that are not named here are those of the world, or 1.
WORDS = {
    "code": ("en",),
    "filename": ("site.css",),
    "section": ("basics", "education", "experience", "skills", "languages", "training", "mentions", "words"),
}
API = ("/api/", "/health/", "/openapi.json", "/docs")


def addresses(app: Flask, method: str, world: dict[str, tuple[int, ...]], *, api: bool = False):
    """Addresses that answer the method: pages, or what is under API."""
    for rule in app.url_map.iter_rules():
        if method in rule.methods and rule.rule.startswith(API) == api and not rule.endpoint.endswith(".static"):
            yield from _addresses_of(app, rule, world)


def _addresses_of(app, rule, world):
    names = sorted(rule.arguments)
    choices = [_choices(rule, name, world) for name in names]
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        for values in product(*choices):
            yield adapter.build(rule.endpoint, dict(zip(names, values, strict=True)))


def _choices(rule, name, world):
    one_of = getattr(rule._converters[name], "items", None)
    return one_of or world.get(name) or WORDS.get(name) or (1,)
