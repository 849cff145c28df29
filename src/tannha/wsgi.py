"""The web server's door (WSGI)."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from tannha.starting import behind_progress

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tannha.settings")

application = behind_progress(get_wsgi_application())
