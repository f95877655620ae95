"""Addresses below this app's own."""

from django.urls import path

from sandan.web.administration import views

app_name = "administration"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("roles/", views.permissions, name="permissions"),
    path("office/", views.office, name="office"),
    path("verify/", views.verify_trail, name="verify_trail"),
    path("backups/", views.backups, name="backups"),
    path("retention/", views.retention, name="retention"),
    path("retention/<str:kind>/period/", views.period, name="period"),
    path("retention/<str:kind>/erase/", views.erase, name="erase"),
]
