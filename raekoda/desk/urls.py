"""The shell of the staff side."""

app_name = "desk"
urlpatterns: list = []
