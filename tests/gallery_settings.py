"""Settings of an office that is served with the page of all components."""

from sandan.web.settings import *  # noqa: F403

ROOT_URLCONF = "web_gallery"
