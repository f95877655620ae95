"""Addresses of reports, of open data, and of what programs ask."""

from django.urls import include, path

from sandan.web.publication.api.service import api
from sandan.web.publication.views import programs, public, reports

pages = [
    path("reports/", reports.reports, name="reports"),
    path("reports/make/", reports.make, name="make"),
    path("reports/<uuid:report>/", reports.show, name="report"),
    path("reports/<uuid:report>/preview/<str:language>/", reports.preview, name="preview"),
    path("reports/<uuid:report>/files/<str:name>", reports.download, name="file"),
    path("reports/<uuid:report>/publish/", reports.publish, name="publish"),
    path("reports/<uuid:report>/withdraw/", reports.withdraw, name="withdraw"),
    path("open/", public.data, name="open"),
    path("open/catalog.json", public.catalog_json, name="catalog"),
    path("open/claims/", public.claims, name="open_claims"),
    path("open/reports/<uuid:report>/", public.show, name="open_report"),
    path("open/reports/<uuid:report>/<str:name>", public.download, name="open_file"),
    path("api/", programs.operations, name="operations"),
    path("api/keys/", programs.tokens, name="tokens"),
    path("api/keys/<int:token>/revoke/", programs.revoke, name="revoke"),
]
# The interface has a name of its own beside the pages: its version is part of it.
urlpatterns = [path("api/v1/", api.urls), path("", include((pages, "publication")))]
