app_name = "answers_desk"
urlpatterns: list = []
