"""Addresses below this app's own."""

from django.urls import path

from sandan.web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.job_list, name="list"),
    path("<uuid:job>/", views.detail, name="detail"),
    path("<uuid:job>/progress/<str:ticket>/", views.progress, name="progress"),
    path("<uuid:job>/cancel/", views.cancel, name="cancel"),
    path("<uuid:job>/retry/", views.retry, name="retry"),
]
