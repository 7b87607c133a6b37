from django.urls import path

from .views import answers, campaigns, evidence, home, overview, scores, sections, submission

urlpatterns = [
    path("", home.home, name="home"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.campaign_create, name="campaign_create"),
    path("campaigns/<int:pk>/open/", campaigns.campaign_open, name="campaign_open"),
    path("assessments/<uuid:pk>/", overview.overview, name="overview"),
    path("assessments/<uuid:pk>/sections/<str:code>/", sections.section, name="section"),
    path("assessments/<uuid:pk>/answers/<str:code>/", answers.answer_save, name="answer_save"),
    path("assessments/<uuid:pk>/answers/<str:code>/evidence/", evidence.evidence_add, name="evidence_add"),
    path(
        "assessments/<uuid:pk>/answers/<str:code>/evidence/<uuid:evidence_pk>/remove/",
        evidence.evidence_remove,
        name="evidence_remove",
    ),
    path("assessments/<uuid:pk>/evidence/<uuid:evidence_pk>/", evidence.evidence_file, name="evidence_file"),
    path("assessments/<uuid:pk>/check/", submission.check, name="check"),
    path("assessments/<uuid:pk>/receipt/", submission.receipt, name="receipt"),
    path("assessments/<uuid:pk>/preview/", submission.preview, name="preview"),
    path("snapshots/<uuid:pk>/", scores.snapshot, name="snapshot"),
    path("snapshots/<uuid:pk>/status/", scores.snapshot_status, name="snapshot_status"),
    path("snapshots/<uuid:pk>/nodes/<str:kind>/<str:code>/", scores.node, name="node"),
    path("snapshots/<uuid:pk>/reports/", scores.report_request, name="report_request"),
    path("snapshots/<uuid:pk>/retry/", scores.retry, name="retry"),
    path("snapshots/<uuid:pk>/reports/<uuid:report_pk>/", scores.report_file, name="report_file"),
]
