from django.urls import URLPattern

app_name = "workbooks"

urlpatterns: list[URLPattern] = []
