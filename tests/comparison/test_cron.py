from smartcity_portal.celery import app


def test_beat_sweeps_comparisons():
    app.loader.import_default_modules()
    assert app.conf.beat_schedule["sweep comparisons"]["task"] == "comparison.tasks.sweep"
