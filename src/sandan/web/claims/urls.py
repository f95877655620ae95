"""Addresses below this app's own."""

from django.urls import path

from sandan.web.claims import views

app_name = "claims"
urlpatterns = [
    path("", views.ledger, name="ledger"),
    path("add/", views.add, name="add"),
    path("adopt/", views.adopt, name="adopt"),
    path("filing/", views.filing, name="filing"),
    path("<int:claim>/", views.claim, name="claim"),
    path("<int:claim>/edit/", views.edit, name="edit"),
    path("<int:claim>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:claim>/restore/", views.restore, name="restore"),
    path("<int:claim>/evidence/", views.add_evidence, name="add_evidence"),
    path("<int:claim>/checks/", views.add_check, name="add_check"),
    path("<int:claim>/files/", views.add_file, name="add_file"),
    path("<int:claim>/verdict/", views.propose, name="propose"),
    path("evidence/<int:evidence>/", views.edit_evidence, name="edit_evidence"),
    path("evidence/<int:evidence>/remove/", views.remove_evidence, name="remove_evidence"),
    path("checks/<int:check>/remove/", views.remove_check, name="remove_check"),
    path("files/<int:file>/", views.file, name="file"),
    path("verdicts/<int:opinion>/", views.revise, name="revise"),
    path("verdicts/<int:opinion>/retract/", views.retract, name="retract"),
    path("verdicts/<int:opinion>/decide/", views.decide, name="decide"),
    path("verdicts/<int:opinion>/public/", views.show_public, name="show_public"),
]
