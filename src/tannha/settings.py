"""Django's settings, all of them derived: the data folder decides the store, keys and whether this is the demo ward."""

from __future__ import annotations

import os

from tannha.ground import vault
from tannha.ground.data_folder import DataFolder
from tannha.ground.sign_in_clocks import LONGEST_SECONDS
from tannha.ground.store.engines import database

DATA = DataFolder.current()
DATA.make()

DEMO = DATA.is_demo
DEBUG = False
SECRET_KEY = vault.django_secret()
TLS = bool(os.environ.get("TANNHA_TLS"))
HOSTS = [host for host in os.environ.get("TANNHA_HOSTS", "").split(",") if host]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver", *HOSTS]

ROOMS = [
    "tannha.ground",
    "tannha.web",
    "tannha.roll",
    "tannha.canvass",
    "tannha.fleet",
    "tannha.plan",
    "tannha.enrol",
    "tannha.issue",
    "tannha.desk",
    "tannha.progress",
    "tannha.office",
    "tannha.privacy",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    *ROOMS,
    *(["tannha.demo"] if DEMO else []),
    "tannha.apps.HouseConfig",
]
MIDDLEWARE = [
    "tannha.web.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tannha.web.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tannha.web.middleware.SameSite",
    "django_htmx.middleware.HtmxMiddleware",
    "tannha.web.middleware.SignedIn",
    *(["tannha.demo.middleware.DemoWard"] if DEMO else []),
]
ROOT_URLCONF = "tannha.urls"
WSGI_APPLICATION = "tannha.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "tannha.wiring.frame",
            ],
            "builtins": ["tannha.web.templatetags.tannha"],
        },
    }
]

DATABASES = {"default": database(DATA.store)}
AUTH_USER_MODEL = "ground.User"
PASSWORD_HASHERS = [
    "tannha.ground.hashers.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-tannha_session" if TLS else "tannha_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = LONGEST_SECONDS
CSRF_COOKIE_NAME = "__Host-tannha_form" if TLS else "tannha_form"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "tannha.web.errors.form_expired"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "tannha_language"
LANGUAGE_COOKIE_SAMESITE = "Strict"
LOCALE_PATHS: list[str] = []
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS = ["fields.W342"]
