"""Every address of the office; each app says what lies below its own."""

from django.urls import include, path

from sandan.web.shared import views

urlpatterns = [
    path("", include("sandan.web.observatory.urls")),
    path("evaluation/", include("sandan.web.evaluation.urls")),
    path("figures/", include("sandan.web.measurement.urls")),
    path("claims/", include("sandan.web.claims.urls")),
    path("imports/", include("sandan.web.imports.urls")),
    path("companies/", include("sandan.web.companies.urls")),
    path("linkage/", include("sandan.web.linkage.urls")),
    path("jobs/", include("sandan.web.jobs.urls")),
    path("audit/", include("sandan.web.audit.urls")),
    path("administration/", include("sandan.web.administration.urls")),
    path("people/", include("sandan.web.accounts.urls")),
    # An administrator changes addresses of people, and nobody gets in by a mailed code.
    path("account/email/", views.closed, name="account_email"),
    path("account/confirm-email/", views.closed, name="account_email_verification_sent"),
    path("account/confirm-email/<str:key>/", views.closed, name="account_confirm_email"),
    path("account/login/code/confirm/", views.closed, name="account_confirm_login_code"),
    path("account/", include("allauth.urls")),
    path("language/", views.set_language, name="set_language"),
    path("theme/", views.set_theme, name="set_theme"),
    path("", include("sandan.web.publication.urls")),
]

handler400 = "sandan.web.shared.views.bad_request"
handler403 = "sandan.web.shared.views.forbidden"
handler404 = "sandan.web.shared.views.not_found"
handler500 = "sandan.web.shared.views.server_error"
