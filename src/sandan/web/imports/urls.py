"""Addresses below this app's own."""

from django.urls import path

from sandan.web.imports.views import mappings, snapshots, uploads

app_name = "imports"
urlpatterns = [
    path("", snapshots.history, name="history"),
    path("upload/", uploads.new, name="new"),
    path("<int:upload>/", uploads.show, name="upload"),
    path("<int:upload>/reading/", uploads.reading, name="reading"),
    path("<int:upload>/mapping/", mappings.map_columns, name="mapping"),
    path("<int:upload>/take-in/", uploads.take_in, name="take_in"),
    path("<int:upload>/file/", uploads.download, name="file"),
    path("<int:upload>/discard/", uploads.discard, name="discard"),
    path("mappings/", mappings.every, name="mappings"),
    path("mappings/<int:mapping>/", mappings.download, name="mapping_file"),
    path("snapshots/<str:key>/", snapshots.show, name="snapshot"),
    path("snapshots/<str:key>/original/", snapshots.original, name="original"),
    path("snapshots/<str:key>/check/", snapshots.check, name="check"),
]
