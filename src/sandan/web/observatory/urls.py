"""Addresses of the screens that answer."""

from django.urls import path

from sandan.web.observatory import views

app_name = "observatory"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("clusters/", views.clusters, name="clusters"),
    path("clusters/<str:industry>/", views.industry, name="industry"),
    path("map/", views.atlas, name="map"),
    path("map/points/", views.points, name="points"),
    path("change/", views.change, name="change"),
    path("change/<str:line>/", views.line, name="line"),
    path("growth/", views.growth, name="growth"),
    path("indicators/", views.indicators, name="indicators"),
    path("indicators/<str:indicator>/", views.indicator, name="indicator"),
]
