"""Who gets what from each route: the table that tests/test_access.py goes over.

Actors: a person of each role in the province at hand, `stranger` (coordinator of another province), `nobody` (not
signed in). An entry maps each to the status of a GET (of a POST where the route takes only that): 200 a page, 302 a
redirect after a change, 403 no right, 404 not to be known, 422 refused. `LOGIN` is the redirect to the sign-in page.
"""

LOGIN = "login"
PROVINCE = ("contributor", "coordinator", "leader")
MINISTRY = ("reviewer", "campaign_manager", "auditor")
ACTORS = (*PROVINCE, *MINISTRY, "stranger", "nobody")


def rights(everybody: int, **others: int | str) -> dict[str, int | str]:
    """The same for all who are signed in, but for those named; nobody is sent to sign in."""
    return {**dict.fromkeys(ACTORS, everybody), "nobody": LOGIN, **others}


SEEN = rights(200, stranger=404)
MANAGER = rights(403, campaign_manager=200)
MINISTRY_ONLY = rights(403, reviewer=200, campaign_manager=200, auditor=200)

PLANNERS = rights(403, coordinator=200, leader=200, stranger=404)

REVIEW = rights(403, reviewer=200, campaign_manager=200, auditor=200, stranger=404)
DISCUSSED = rights(404, contributor=200, coordinator=200, leader=200)
"""Internal to the province: the ministry gets 404 as strangers do."""

REVIEW_STEP = rights(403, reviewer=302, campaign_manager=302, auditor=302, stranger=404)

SURE_FIRST = (
    *("mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_activate_totp", "mfa_generate_recovery_codes"),
    *("mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"),
)
"""Pages before which one shows once more that it is oneself."""

ACCESS: dict[str, dict[str, int | str]] = {
    "healthz": dict.fromkeys(ACTORS, 200),
    "readyz": dict.fromkeys(ACTORS, 503),
    "metrics": dict.fromkeys(ACTORS, 404),
    "operations:queues": rights(403, campaign_manager=200, auditor=200),
    "operations:send_again": rights(403, campaign_manager=302),
    "operations:mail_again": rights(403, campaign_manager=302),
    "operations:quarantine": rights(403, campaign_manager=200, auditor=200),
    "operations:release": rights(403, campaign_manager=200),
    "home": rights(200),
    "handbook:index": rights(200),
    "handbook:guide": rights(200),
    "search": rights(200),
    "notices": rights(200),
    "notices_read": rights(302),
    "notice_open": rights(404, coordinator=302),
    "campaigns": MANAGER,
    "campaign_create": MANAGER,
    "campaign": MINISTRY_ONLY,
    "campaign_edit": MANAGER,
    "campaign_open": rights(403, campaign_manager=302),
    "campaign_close": rights(403, campaign_manager=302),
    "campaign_finalise": rights(403, campaign_manager=302),
    "campaign_remind": rights(403, campaign_manager=302),
    "filing": MINISTRY_ONLY,
    "filing_csv": MINISTRY_ONLY,
    "reviewers": MINISTRY_ONLY,
    "agreement": MINISTRY_ONLY,
    "extension": rights(403, campaign_manager=200, stranger=404),
    "assignment": rights(403, campaign_manager=200, stranger=404),
    "overview": SEEN,
    "team": SEEN,
    "activity": SEEN,
    "presence": rights(404, contributor=200, coordinator=200),
    "section": SEEN,
    "answer_save": rights(422, contributor=200, coordinator=200, stranger=404),
    "answer_keep": rights(302, stranger=404),
    "evidence_add": rights(422, contributor=200, coordinator=200, stranger=404),
    "evidence_remove": rights(422, contributor=200, coordinator=200, stranger=404),
    "evidence_reuse": SEEN,
    "evidence_file": SEEN,
    "evidence_view": SEEN,
    **dict.fromkeys(("review", "review_leaf", "review_accept", "review_differences"), REVIEW),
    **dict.fromkeys(("review_next", "review_finish", "review_return", "review_resume", "review_withdraw"), REVIEW_STEP),
    **dict.fromkeys(("review_finalise", "review_reopen"), REVIEW_STEP),
    "carry_over": SEEN,
    "clarifications": SEEN,
    "clarify": rights(302, stranger=404),
    "clarification_reply": rights(302, stranger=404),
    "clarification_close": rights(302, stranger=404),
    **dict.fromkeys(("discussions", "discussion_thread"), DISCUSSED),
    **{f"discussion_{verb}": {**DISCUSSED, **dict.fromkeys(PROVINCE, 302)} for verb in ("settle", "reopen")},
    "discussion_amend": {**DISCUSSED, **dict.fromkeys(PROVINCE, 422)},
    "discussion_withdraw": {**DISCUSSED, "contributor": 422, "coordinator": 302, "leader": 422},
    "check": SEEN,
    "approval": SEEN,
    **dict.fromkeys(("approval_ask", "approval_decide", "approval_withdraw"), rights(302, stranger=404)),
    "receipt": SEEN,
    "preview": rights(302, stranger=404),
    "snapshot": SEEN,
    "snapshot_status": SEEN,
    "node": SEEN,
    "results": SEEN,
    "verify": rights(200, nobody=200),
    "report_request": rights(302, stranger=404),
    "retry": rights(302, stranger=404),
    "report_file": SEEN,
    **dict.fromkeys(("report_templates", "report_template_fields", "report_template_file"), MINISTRY_ONLY),
    "report_template_default": MINISTRY_ONLY,
    "report_template_new": MANAGER,
    "report_template_activate": rights(403, campaign_manager=302),
    "report_template_retire": rights(403, campaign_manager=302),
    "people": rights(403, coordinator=200, campaign_manager=200, stranger=200),
    "invitation": rights(200, nobody=200),
    "invitation_withdraw": rights(403, coordinator=302, campaign_manager=302, stranger=404),
    **dict.fromkeys(("security", "mfa_index", "mfa_list_webauthn"), rights(200)),
    "session_end": rights(404),
    "sessions_end_others": rights(302),
    **dict.fromkeys(SURE_FIRST, rights(302)),
    **dict.fromkeys(("mfa_deactivate_totp", "mfa_view_recovery_codes"), rights(404)),
    **dict.fromkeys(("mfa_authenticate", "mfa_login_webauthn"), rights(302)),
    **dict.fromkeys(("openid_connect_login", "openid_connect_callback"), rights(404, nobody=404)),
    "catalogue_desk:index": MINISTRY_ONLY,
    "catalogue_desk:version": MINISTRY_ONLY,
    "catalogue_desk:compare": MINISTRY_ONLY,
    "catalogue_desk:compare_file": rights(403, reviewer=404, campaign_manager=404, auditor=404),
    "catalogue_desk:template": MINISTRY_ONLY,
    "catalogue_desk:upload": MINISTRY_ONLY,
    "catalogue_desk:upload_new": MANAGER,
    "catalogue_desk:upload_store": rights(403, campaign_manager=302),
    "catalogue_desk:version_publish": rights(403, campaign_manager=302),
    "catalogue_desk:version_discard": rights(403, campaign_manager=302),
    **dict.fromkeys(("audit_desk:events", "audit_desk:events_csv"), rights(403, campaign_manager=200, auditor=200)),
    **dict.fromkeys(("personal_data:own", "personal_data:download"), rights(200)),
    "comparison:index": rights(200),
    "comparison:editions": MINISTRY_ONLY,
    "comparison:edition_publish": rights(404, reviewer=302, campaign_manager=302, auditor=302),
    "comparison:edition_status": rights(200),
    "comparison:report_request": rights(302),
    "comparison:report_file": MINISTRY_ONLY,
    **{f"comparison:{name}": rights(200) for name in ("table", "map", "heatmap", "quadrants", "distribution")},
    **{f"comparison:{name}": rights(200) for name in ("side_by_side", "rounds", "export")},
    "comparison:overclaiming": MINISTRY_ONLY,
    **{f"workbooks:{name}": SEEN for name in ("download", "upload", "preview")},
    "workbooks:apply": rights(302, stranger=404),
    **{f"planning:{name}": SEEN for name in ("gaps", "gaps_export", "what_if", "plan", "plan_export")},
    **{f"planning:{name}": PLANNERS for name in ("action_new", "action_edit", "action_remove")},
    **{f"planning:{name}": rights(302, stranger=404) for name in ("plan_add", "plan_carry")},
    "guidance:index": rights(200),
    "guidance:recommendation": rights(200),
    "indicators:index": rights(200),
    "indicators:indicator": rights(200),
    "set_language": rights(302, nobody=302),
    "gallery": rights(200),
    "set_scheme": rights(302, nobody=302),
}

GUEST: dict[str, int | str] = {"people": 403}
"""What somebody signed in without any role gets where it is not what a stranger does."""

ALLAUTH_OPEN = {
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_inactive",
    "account_email_verification_sent",
    "account_logout",
    "account_reauthenticate",
}
"""Routes of django-allauth that people who are not signed in may open."""
