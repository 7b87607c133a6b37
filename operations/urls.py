from django.urls import path

from .views import quarantine, queues

app_name = "operations"

urlpatterns = [
    path("", queues.queues, name="queues"),
    path("quarantine/", quarantine.files, name="quarantine"),
    path("quarantine/<key:pk>/release/", quarantine.release, name="release"),
    path("mail/<key:pk>/again/", queues.mail_again, name="mail_again"),
    path("<str:kind>/<uuid:pk>/again/", queues.send_again, name="send_again"),
]
