from django.urls import path

from .views import (
    distributions,
    editions,
    export,
    heatmaps,
    maps,
    overclaiming,
    quadrants,
    rounds,
    side_by_side,
    tables,
)

app_name = "comparison"

urlpatterns = [
    path("", editions.index, name="index"),
    path("campaigns/<key:pk>/", editions.editions, name="editions"),
    path("<uuid:pk>/publish/", editions.edition_publish, name="edition_publish"),
    path("<uuid:pk>/status/", editions.edition_status, name="edition_status"),
    path("<uuid:pk>/reports/", editions.report_request, name="report_request"),
    path("<uuid:pk>/reports/<uuid:report_pk>/", editions.report_file, name="report_file"),
    path("<uuid:pk>/", tables.table, name="table"),
    path("<uuid:pk>/map/", maps.province_scores, name="map"),
    path("<uuid:pk>/heatmap/", heatmaps.theme_scores, name="heatmap"),
    path("<uuid:pk>/quadrants/", quadrants.readiness_and_results, name="quadrants"),
    path("<uuid:pk>/distribution/", distributions.one_node, name="distribution"),
    path("<uuid:pk>/side-by-side/", side_by_side.side_by_side, name="side_by_side"),
    path("<uuid:pk>/rounds/", rounds.rounds, name="rounds"),
    path("<uuid:pk>/overclaiming/", overclaiming.overclaiming, name="overclaiming"),
    path("<uuid:pk>/export/<slug:view>.<slug:extension>/", export.export, name="export"),
]
