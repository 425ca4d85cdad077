app_name = "cases_desk"
urlpatterns: list = []
