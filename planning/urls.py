from django.urls import path

from .views import gaps, plan, what_if

app_name = "planning"

urlpatterns = [
    path("snapshots/<uuid:pk>/gaps/", gaps.gaps, name="gaps"),
    path("snapshots/<uuid:pk>/gaps.<slug:extension>", gaps.gaps_export, name="gaps_export"),
    path("snapshots/<uuid:pk>/gaps/plan/", gaps.plan_add, name="plan_add"),
    path("snapshots/<uuid:pk>/what-if/", what_if.what_if, name="what_if"),
    path("assessments/<uuid:pk>/plan/", plan.plan, name="plan"),
    path("assessments/<uuid:pk>/plan.<slug:extension>", plan.plan_export, name="plan_export"),
    path("assessments/<uuid:pk>/plan/carry/", plan.plan_carry, name="plan_carry"),
    path("assessments/<uuid:pk>/plan/new/", plan.action_new, name="action_new"),
    path("assessments/<uuid:pk>/plan/<key:action_pk>/", plan.action_edit, name="action_edit"),
    path("assessments/<uuid:pk>/plan/<key:action_pk>/remove/", plan.action_remove, name="action_remove"),
]
