from matching_service import request_context
from matching_service.app import create_app
from matching_service.config import Settings
from matching_service.services.jobs import SIGN_OF_LIFE
from models import WorkerJob, base, migrate


def app_on(database_url):
    return create_app(Settings(database_url, secret_key="s" * 32, mode="test"))


def test_live_and_ready(anyone):
    assert anyone.get("/health/live").json == {"status": "live"}
    assert anyone.get("/health/ready").json == {"status": "ready"}


def test_whether_a_worker_works(anyone, session):
    answer = anyone.get("/health/worker")
    assert (answer.status_code, answer.json["detail"]) == (503, "no worker has been at work for five minutes")
    session.add(WorkerJob(name=SIGN_OF_LIFE, due_at=base.now(), done_at=base.now()))
    session.commit()
    assert anyone.get("/health/worker").json == {"status": "working"}


def test_not_ready_before_the_migration(empty_database_url):
    app = app_on(empty_database_url)
    answer = app.test_client().get("/health/ready")
    assert (answer.status_code, answer.json["detail"]) == (503, "the database is not migrated")
    migrate.upgrade(empty_database_url)
    assert app.test_client().get("/health/ready").status_code == 200
    app.extensions[request_context.EXTENSION].database.dispose()


def test_not_ready_without_a_database(tmp_path):
    client = app_on(f"sqlite:///{tmp_path}/no/such/folder/test.sqlite").test_client()
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json["detail"]) == (503, "the database does not answer")
    assert answer.mimetype == "application/problem+json"
    assert client.get("/health/live").status_code == 200
