"""What a WSGI server loads: `gunicorn matching_service.wsgi:app`."""

import os

from matching_service.app import create_app
from matching_service.config import Settings

app = create_app(Settings.from_env(os.environ))
