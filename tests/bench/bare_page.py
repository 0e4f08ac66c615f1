"""The least that Flask can do: what row E is measured against."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def page():
    return "ok"
