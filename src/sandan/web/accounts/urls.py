"""Addresses below this app's own."""

from django.urls import path

from sandan.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.people, name="people"),
    path("me/", views.me, name="me"),
    path("invite/", views.invite, name="invite"),
    path("setup/<str:token>/", views.setup, name="setup"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("enter/<str:token>/", views.demo, name="demo"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/link/", views.link, name="link"),
    path("<int:pk>/bar/", views.bar, name="bar"),
    path("<int:pk>/let-in/", views.let_in, name="let_in"),
    path("<int:pk>/sessions/end/", views.end_sessions, name="end_sessions"),
    path("<int:pk>/roles/give/", views.give_role, name="give_role"),
    path("<int:pk>/roles/<int:assignment>/end/", views.end_role, name="end_role"),
]
