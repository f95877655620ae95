"""Addresses below this app's own."""

from django.urls import path

from sandan.web.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.trail, name="trail"),
    path("download/", views.download, name="download"),
    path("<int:number>/", views.event, name="event"),
]
