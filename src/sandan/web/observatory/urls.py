"""Addresses of the screens that answer."""

from django.urls import path

from sandan.web.observatory import views

app_name = "observatory"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("clusters/", views.clusters, name="clusters"),
    path("clusters/<str:industry>/", views.industry, name="industry"),
    path("portfolio/", views.portfolio, name="portfolio"),
    path("portfolio/<str:cluster>/", views.region_cluster, name="region_cluster"),
    path("map/", views.atlas, name="map"),
    path("map/points/", views.points, name="points"),
    path("hotspots/", views.hotspots, name="hotspots"),
    path("robustness/", views.robustness, name="robustness"),
    path("localization/", views.localization, name="localization"),
    path("localization/<str:industry>/", views.localization_curve, name="localization_curve"),
    path("industry-space/", views.space, name="space"),
    path("opportunities/", views.opportunities, name="opportunities"),
    path("bridge/", views.bridge, name="bridge"),
    path("creative-class/", views.creative, name="creative"),
    path("change/", views.change, name="change"),
    path("change/<str:line>/", views.line, name="line"),
    path("growth/", views.growth, name="growth"),
    path("indicators/", views.indicators, name="indicators"),
    path("indicators/<str:indicator>/", views.indicator, name="indicator"),
]
